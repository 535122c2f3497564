import RealModule

/// The discrete Fourier transform of a size that is a power of four, radix 4, in place, on split real and imaginary
/// parts of four points a vector. Not scaled in either direction; exchange the two parts for the inverse.
///
/// Where a filter multiplies spectra bin by bin, the bins need no order. So `forward` leaves them in the places where the
/// butterflies put them (`place(of:)`: the base-4 digits of the bin reversed), and `backward` takes them from there;
/// points are in their natural order. A pass over the data for sorting costs as much as one of the five of the transform.
struct FourierTransform: Sendable {
  /// Complex points.
  let size: Int
  /// Vectors of four points.
  let vectors: Int
  /// The turns of each stage, from blocks of 16 points up: for each vector of a quarter block w, w² and w³, each real
  /// and imaginary part.
  private let turns: [[SIMD4<Float>]]

  /// A transform of `size` complex points.
  init(size: Int) {
    precondition(
      size >= 16 && size & (size - 1) == 0 && size.trailingZeroBitCount.isMultiple(of: 2),
      "FourierTransform: \(size) is no power of four")
    self.size = size
    vectors = size / 4
    turns = (2...size.trailingZeroBitCount / 2).map { FourierTransform.turns(block: 1 << (2 * $0)) }
  }

  private static func turns(block: Int) -> [SIMD4<Float>] {
    (0..<block / 16).flatMap { vector in
      (1...3).flatMap { power in
        let angles = (0..<4).map { 2 * Double.pi * Double(power * (4 * vector + $0)) / Double(block) }
        return [SIMD4(angles.map { Float(Double.cos($0)) }), SIMD4(angles.map { Float(-Double.sin($0)) })]
      }
    }
  }

  /// Where `forward` puts a bin.
  func place(of bin: Int) -> Int {
    stride(from: 0, to: size.trailingZeroBitCount, by: 2).reduce(0) { $0 << 2 | bin >> $1 & 3 }
  }

  /// Transforms points to bins: X[k] = Σ x[n] · exp(−2πi·k·n / size), X[k] at `place(of: k)`.
  func forward(_ real: inout [SIMD4<Float>], _ imaginary: inout [SIMD4<Float>]) {
    check(real, imaginary)
    var real = real.mutableSpan
    var imaginary = imaginary.mutableSpan
    for stage in turns.indices.reversed() {
      let quarter = 1 << (2 * stage)
      let stageTurns = turns[stage]
      for start in stride(from: 0, to: vectors, by: 4 * quarter) {
        spread(&real, &imaginary, stageTurns.span, start: start, quarter: quarter)
      }
    }
    finish(&real, &imaginary)
  }

  /// Transforms bins, X[k] at `place(of: k)`, to points in the same sense as `forward`.
  func backward(_ real: inout [SIMD4<Float>], _ imaginary: inout [SIMD4<Float>]) {
    check(real, imaginary)
    var real = real.mutableSpan
    var imaginary = imaginary.mutableSpan
    finish(&real, &imaginary)
    for stage in turns.indices {
      let quarter = 1 << (2 * stage)
      let stageTurns = turns[stage]
      for start in stride(from: 0, to: vectors, by: 4 * quarter) {
        gather(&real, &imaginary, stageTurns.span, start: start, quarter: quarter)
      }
    }
  }

  private func check(_ real: [SIMD4<Float>], _ imaginary: [SIMD4<Float>]) {
    precondition(
      real.count == vectors && imaginary.count == vectors, "FourierTransform: the buffers must hold \(size)")
  }

  /// The butterflies of one block, turned after they are summed (decimation in frequency).
  ///
  /// Every index is below `start` + 4 · `quarter`, which is at most `vectors`, the length that `check` has seen.
  @inline(__always)
  private func spread(
    _ real: inout MutableSpan<SIMD4<Float>>, _ imaginary: inout MutableSpan<SIMD4<Float>>,
    _ turns: Span<SIMD4<Float>>, start: Int, quarter: Int
  ) {
    for index in 0..<quarter {
      let (a, b) = (start + index, start + index + quarter)
      let (c, d) = (b + quarter, b + 2 * quarter)
      let sum = unsafe Butterfly(
        Point(real[unchecked: a], imaginary[unchecked: a]),
        Point(real[unchecked: b], imaginary[unchecked: b]),
        Point(real[unchecked: c], imaginary[unchecked: c]), Point(real[unchecked: d], imaginary[unchecked: d])
      )
      let second = unsafe sum.second.turned(by: turns, 6 * index)
      let third = unsafe sum.third.turned(by: turns, 6 * index + 2)
      let fourth = unsafe sum.fourth.turned(by: turns, 6 * index + 4)
      unsafe (real[unchecked: a], imaginary[unchecked: a]) = (sum.first.real, sum.first.imaginary)
      unsafe (real[unchecked: b], imaginary[unchecked: b]) = (second.real, second.imaginary)
      unsafe (real[unchecked: c], imaginary[unchecked: c]) = (third.real, third.imaginary)
      unsafe (real[unchecked: d], imaginary[unchecked: d]) = (fourth.real, fourth.imaginary)
    }
  }

  /// The butterflies of one block, turned before they are summed (decimation in time). Indices as in `spread`.
  @inline(__always)
  private func gather(
    _ real: inout MutableSpan<SIMD4<Float>>, _ imaginary: inout MutableSpan<SIMD4<Float>>,
    _ turns: Span<SIMD4<Float>>, start: Int, quarter: Int
  ) {
    for index in 0..<quarter {
      let (a, b) = (start + index, start + index + quarter)
      let (c, d) = (b + quarter, b + 2 * quarter)
      let sum = unsafe Butterfly(
        Point(real[unchecked: a], imaginary[unchecked: a]),
        Point(real[unchecked: b], imaginary[unchecked: b]).turned(by: turns, 6 * index),
        Point(real[unchecked: c], imaginary[unchecked: c]).turned(by: turns, 6 * index + 2),
        Point(real[unchecked: d], imaginary[unchecked: d]).turned(by: turns, 6 * index + 4))
      unsafe (real[unchecked: a], imaginary[unchecked: a]) = (sum.first.real, sum.first.imaginary)
      unsafe (real[unchecked: b], imaginary[unchecked: b]) = (sum.second.real, sum.second.imaginary)
      unsafe (real[unchecked: c], imaginary[unchecked: c]) = (sum.third.real, sum.third.imaginary)
      unsafe (real[unchecked: d], imaginary[unchecked: d]) = (sum.fourth.real, sum.fourth.imaginary)
    }
  }

  /// The butterflies of blocks of four points, four blocks at a time: they need no turns, but lie within a vector.
  private func finish(
    _ real: inout MutableSpan<SIMD4<Float>>, _ imaginary: inout MutableSpan<SIMD4<Float>>
  ) {
    for start in stride(from: 0, to: vectors, by: 4) {
      let reals = Square(real[start], real[start + 1], real[start + 2], real[start + 3]).transposed
      let imaginaries = Square(
        imaginary[start], imaginary[start + 1], imaginary[start + 2], imaginary[start + 3]
      ).transposed
      let sum = Butterfly(
        Point(reals.a, imaginaries.a), Point(reals.b, imaginaries.b), Point(reals.c, imaginaries.c),
        Point(reals.d, imaginaries.d))
      let newReals = Square(sum.first.real, sum.second.real, sum.third.real, sum.fourth.real).transposed
      let newImaginaries = Square(
        sum.first.imaginary, sum.second.imaginary, sum.third.imaginary, sum.fourth.imaginary
      ).transposed
      (real[start], imaginary[start]) = (newReals.a, newImaginaries.a)
      (real[start + 1], imaginary[start + 1]) = (newReals.b, newImaginaries.b)
      (real[start + 2], imaginary[start + 2]) = (newReals.c, newImaginaries.c)
      (real[start + 3], imaginary[start + 3]) = (newReals.d, newImaginaries.d)
    }
  }
}

/// Four complex points.
private struct Point {
  var real: SIMD4<Float>
  var imaginary: SIMD4<Float>

  @inline(__always)
  init(_ real: SIMD4<Float>, _ imaginary: SIMD4<Float>) {
    self.real = real
    self.imaginary = imaginary
  }

  /// Multiplied with the turn at `index` of `turns`, which must be there.
  @inline(__always) @unsafe
  func turned(by turns: Span<SIMD4<Float>>, _ index: Int) -> Point {
    let (cosine, sine) = unsafe (turns[unchecked: index], turns[unchecked: index + 1])
    return Point(real * cosine - imaginary * sine, real * sine + imaginary * cosine)
  }
}

/// The transform of four points each, in four vectors.
private struct Butterfly {
  var first: Point
  var second: Point
  var third: Point
  var fourth: Point

  @inline(__always)
  init(_ a: Point, _ b: Point, _ c: Point, _ d: Point) {
    let evenSum = Point(a.real + c.real, a.imaginary + c.imaginary)
    let evenDifference = Point(a.real - c.real, a.imaginary - c.imaginary)
    let oddSum = Point(b.real + d.real, b.imaginary + d.imaginary)
    let oddDifference = Point(b.real - d.real, b.imaginary - d.imaginary)
    first = Point(evenSum.real + oddSum.real, evenSum.imaginary + oddSum.imaginary)
    third = Point(evenSum.real - oddSum.real, evenSum.imaginary - oddSum.imaginary)
    // A quarter of a turn back: −i times the odd difference.
    second = Point(
      evenDifference.real + oddDifference.imaginary, evenDifference.imaginary - oddDifference.real)
    fourth = Point(
      evenDifference.real - oddDifference.imaginary, evenDifference.imaginary + oddDifference.real)
  }
}

/// Four vectors of four, to exchange rows and columns.
private struct Square {
  var a: SIMD4<Float>
  var b: SIMD4<Float>
  var c: SIMD4<Float>
  var d: SIMD4<Float>

  @inline(__always)
  init(_ a: SIMD4<Float>, _ b: SIMD4<Float>, _ c: SIMD4<Float>, _ d: SIMD4<Float>) {
    (self.a, self.b, self.c, self.d) = (a, b, c, d)
  }

  @inline(__always)
  var transposed: Square {
    Square(
      SIMD4(a[0], b[0], c[0], d[0]), SIMD4(a[1], b[1], c[1], d[1]), SIMD4(a[2], b[2], c[2], d[2]),
      SIMD4(a[3], b[3], c[3], d[3]))
  }
}
