import SansIO

extension Interval {
  /// What one frame of telephony lasts.
  static var frame: Interval { .milliseconds(20) }

  /// What `count` samples last at 8 kHz.
  static func samples(_ count: Int) -> Interval { Interval(nanoseconds: Int64(count) * 125_000) }

  /// How many whole samples at 8 kHz the interval lasts.
  var samples: Int { Int(nanoseconds / 125_000) }
}
