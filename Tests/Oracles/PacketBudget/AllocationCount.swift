import CAllocationCount

/// How often the calling thread has asked for memory.
package enum AllocationCount {
  /// Whether there is a count: not under a sanitizer.
  package static var isAvailable: Bool { callbridge_allocation_count_available() != 0 }

  /// The count so far.
  package static var now: Int { Int(callbridge_allocation_count()) }
}
