import RealModule

/// Bins 0..<1,024 of the transform of 2,048 real samples, in the places where `FourierTransform` puts them, and its
/// product with another.
struct BlockSpectrum: Sendable {
  /// Complex points, which are bins too.
  static let points = 1_024
  private static let vectors = points / 4

  private var real = [SIMD4<Float>](repeating: .zero, count: vectors)
  private var imaginary = [SIMD4<Float>](repeating: .zero, count: vectors)
  private var productReal = [SIMD4<Float>](repeating: .zero, count: vectors)
  private var productImaginary = [SIMD4<Float>](repeating: .zero, count: vectors)

  /// Takes 2,048 samples: the even ones as real, the odd ones as imaginary parts of one complex transform.
  mutating func load(_ samples: Span<Int16>) {
    precondition(samples.count == 2 * BlockSpectrum.points, "BlockSpectrum: \(samples.count) samples")
    for vector in 0..<BlockSpectrum.vectors {
      let first = 8 * vector
      real[vector] = SIMD4(
        SIMD4(samples[first], samples[first + 2], samples[first + 4], samples[first + 6]))
      imaginary[vector] = SIMD4(
        SIMD4(samples[first + 1], samples[first + 3], samples[first + 5], samples[first + 7]))
    }
  }

  /// Takes 2,048 samples of another precision.
  mutating func load(_ samples: [Float]) {
    precondition(samples.count == 2 * BlockSpectrum.points, "BlockSpectrum: \(samples.count) samples")
    for point in 0..<BlockSpectrum.points {
      real[point / 4][point % 4] = samples[2 * point]
      imaginary[point / 4][point % 4] = samples[2 * point + 1]
    }
  }

  /// Transforms what was loaded.
  mutating func transform() {
    BlockSpectrum.fourier.forward(&real, &imaginary)
    separate()
  }

  /// Turns the transform of even and odd samples as complex points into that of the samples: each bin needs the one
  /// mirrored at the middle, which lies in the mirrored place of the same power of four.
  private mutating func separate() {
    combine(0, 0, mirror: { SIMD4($0[0], $0[3], $0[2], $0[1]) })
    var block = 1
    while block < BlockSpectrum.vectors {
      var (low, high) = (block, 4 * block - 1)
      while low < high {
        combine(low, high, mirror: { SIMD4($0[3], $0[2], $0[1], $0[0]) })
        low += 1
        high -= 1
      }
      // Only in the block of three vectors there is a middle one, which mirrors itself.
      if low == high { combine(low, low, mirror: { SIMD4($0[3], $0[2], $0[1], $0[0]) }) }
      block *= 4
    }
  }

  /// Both vectors of a mirrored pair.
  @inline(__always)
  private mutating func combine(
    _ vector: Int, _ other: Int, mirror: (SIMD4<Float>) -> SIMD4<Float>
  ) {
    let (a, b) = (real[vector], imaginary[vector])
    let (c, d) = (real[other], imaginary[other])
    (real[vector], imaginary[vector]) = BlockSpectrum.bins(
      a, b, mirror(c), mirror(d), BlockSpectrum.turns[vector])
    guard other != vector else { return }
    (real[other], imaginary[other]) = BlockSpectrum.bins(
      c, d, mirror(a), mirror(b), BlockSpectrum.turns[other])
  }

  @inline(__always)
  private static func bins(
    _ a: SIMD4<Float>, _ b: SIMD4<Float>, _ mirroredA: SIMD4<Float>, _ mirroredB: SIMD4<Float>, _ turn: Turn
  ) -> (real: SIMD4<Float>, imaginary: SIMD4<Float>) {
    let (evenReal, evenImaginary) = (a + mirroredA, b - mirroredB)
    let (oddReal, oddImaginary) = (b + mirroredB, mirroredA - a)
    return (
      (evenReal + oddReal * turn.cosine + oddImaginary * turn.sine) * 0.5,
      (evenImaginary + oddImaginary * turn.cosine - oddReal * turn.sine) * 0.5
    )
  }

  /// Writes the squared magnitude of the correlation with `other` at every second sample, as many as `powers` holds.
  mutating func correlate(with other: BlockSpectrum, into powers: inout [Float]) {
    for vector in 0..<BlockSpectrum.vectors {
      let (a, b) = (real[vector], imaginary[vector])
      let (c, d) = (other.real[vector], other.imaginary[vector])
      productReal[vector] = a * c + b * d
      productImaginary[vector] = b * c - a * d
    }
    // The inverse transform is the forward one with the parts exchanged.
    BlockSpectrum.fourier.backward(&productImaginary, &productReal)
    for vector in 0..<powers.count / 4 {
      let (a, b) = (productReal[vector], productImaginary[vector])
      let power = a * a + b * b
      for lane in 0..<4 { powers[4 * vector + lane] = power[lane] }
    }
  }

  /// Cosine and sine of 2π·bin / 2048 at the places of four bins.
  private struct Turn: Sendable {
    var cosine = SIMD4<Float>.zero
    var sine = SIMD4<Float>.zero
  }

  private static let fourier = FourierTransform(size: points)

  private static let turns: [Turn] = {
    var turns = [Turn](repeating: Turn(), count: vectors)
    for bin in 0..<points {
      let place = fourier.place(of: bin)
      let angle = Double.pi * Double(bin) / Double(points)
      turns[place / 4].cosine[place % 4] = Float(Double.cos(angle))
      turns[place / 4].sine[place % 4] = Float(Double.sin(angle))
    }
    return turns
  }()
}
