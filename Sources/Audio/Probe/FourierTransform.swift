import RealModule

/// The discrete Fourier transform of a power-of-two size, radix 2, in place, on split real and imaginary
/// parts. Not scaled in either direction; exchange the two parts for the inverse.
struct FourierTransform: Sendable {
  /// Complex points.
  let size: Int
  private let cosines: [Float]
  private let sines: [Float]
  private let swaps: [(Int, Int)]

  /// A transform of `size` complex points.
  init(size: Int) {
    precondition(size >= 2 && size & (size - 1) == 0, "FourierTransform: \(size) is no power of two")
    self.size = size
    cosines = (0..<size / 2).map { Float(Double.cos(2 * .pi * Double($0) / Double(size))) }
    sines = (0..<size / 2).map { Float(-Double.sin(2 * .pi * Double($0) / Double(size))) }
    let width = size.trailingZeroBitCount
    swaps = (0..<size).compactMap { index in
      let other = (0..<width).reduce(0) { $0 << 1 | index >> $1 & 1 }
      return index < other ? (index, other) : nil
    }
  }

  /// Transforms the points in place: X[k] = Σ x[n] · exp(−2πi·k·n / size).
  func transform(_ real: inout [Float], _ imaginary: inout [Float]) {
    precondition(
      real.count == size && imaginary.count == size, "FourierTransform: the buffers must hold \(size)")
    for (a, b) in swaps {
      real.swapAt(a, b)
      imaginary.swapAt(a, b)
    }
    var realSpan = real.mutableSpan
    var imaginarySpan = imaginary.mutableSpan
    var half = 1
    while half < size {
      for start in stride(from: 0, to: size, by: 2 * half) {
        butterflies(&realSpan, &imaginarySpan, start: start, half: half)
      }
      half *= 2
    }
  }

  private func butterflies(
    _ real: inout MutableSpan<Float>, _ imaginary: inout MutableSpan<Float>, start: Int, half: Int
  ) {
    let step = size / (2 * half)
    for index in 0..<half {
      let low = start + index
      let high = low + half
      let (c, s) = (cosines[index * step], sines[index * step])
      let turnedReal = real[high] * c - imaginary[high] * s
      let turnedImaginary = real[high] * s + imaginary[high] * c
      real[high] = real[low] - turnedReal
      imaginary[high] = imaginary[low] - turnedImaginary
      real[low] += turnedReal
      imaginary[low] += turnedImaginary
    }
  }
}
