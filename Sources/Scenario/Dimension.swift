/// A kind of physical value in a scenario and the units it may be written in.
enum Dimension: Sendable {
  /// A length of time; read in nanoseconds.
  case duration
  /// How often; read per second.
  case rate
  /// A part of a whole; read as 0...1.
  case share
  /// A frequency; read in Hz.
  case frequency
  /// A level; read in dBm0.
  case level

  /// A way of writing a value: its number, times ten to the `exponent`, times `factor`, over `divisor`.
  struct Unit: Sendable {
    let symbol: String
    var exponent = 0
    var factor = 1.0
    var divisor = 1.0
  }

  /// What a message calls a value of this kind.
  var noun: String {
    switch self {
    case .duration: "a duration"
    case .rate: "a rate"
    case .share: "a share"
    case .frequency: "a frequency"
    case .level: "a level"
    }
  }

  /// The units that are understood.
  var units: [Unit] {
    switch self {
    case .duration:
      [
        Unit(symbol: "ms", exponent: 6), Unit(symbol: "s", exponent: 9),
        Unit(symbol: "min", exponent: 9, factor: 60), Unit(symbol: "h", exponent: 9, factor: 3_600),
      ]
    case .rate: [Unit(symbol: "/s"), Unit(symbol: "/min", divisor: 60)]
    case .share: [Unit(symbol: "%", exponent: -2)]
    case .frequency: [Unit(symbol: "Hz"), Unit(symbol: "kHz", exponent: 3)]
    case .level: [Unit(symbol: "dBm0")]
    }
  }

  /// The value of `text`.
  ///
  /// The decimal point is moved in the text, not by arithmetic: `99.9 %` is the double nearest to 0.999.
  ///
  /// - Throws: `QuantityError`, without the quoted text.
  func parse(_ text: String, example: String) throws(QuantityError) -> Double {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || "+-.".contains($0)) }
    let symbol = text.dropFirst(digits.count).drop { $0 == " " }
    guard digits.utf8.count <= 20, digits.last?.isNumber == true, let plain = Double(digits) else {
      throw QuantityError(text: "is not \(noun); write one as `\(example)`")
    }
    guard let unit = units.first(where: { $0.symbol == symbol }) else {
      let symbols = Wording.alternatives(units.map(\.symbol))
      throw symbol.isEmpty
        ? QuantityError(text: "has no unit; \(noun) is in \(symbols), as in `\(example)`")
        : QuantityError(
          text: "has the unit \(Wording.quoted(String(symbol))); \(noun) is in \(symbols), as in `\(example)`"
        )
    }
    let scaled = unit.exponent == 0 ? plain : Double("\(digits)e\(unit.exponent)") ?? plain
    return scaled * unit.factor / unit.divisor
  }
}
