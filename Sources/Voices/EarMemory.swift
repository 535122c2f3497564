import Audio

/// Memory in which the ears of one thread work, one after another.
///
/// An ear of its own memory would touch it once in 20 ms, when the caches of the processor have long forgotten it; with
/// hundreds of ears that is a good part of a packet's cost.
package final class EarMemory {
  /// What finds probes.
  let filter = SynchronisationFilter()
  /// The 20 ms that an ear played last.
  var samples = [Int16](repeating: 0, count: ProbeEar.frame)
  /// The same as G.711.
  var payload: [UInt8] = []

  /// Memory for any number of ears.
  package init() { payload.reserveCapacity(ProbeEar.frame) }
}
