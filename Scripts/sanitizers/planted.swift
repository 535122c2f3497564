// What Scripts/sanitize tries first: a sanitizer that misses a planted error, or sees one in correct code, proves nothing.
// The first argument says what to do.
import Glibc
import Synchronization

final class Shared: @unchecked Sendable {
  var count = 0
  let guarded = Mutex([0])

  /// Nothing orders these.
  func addUnguarded() { for _ in 0..<20_000 { count &+= 1 } }

  /// Correct, and contended.
  func addGuarded() { for _ in 0..<20_000 { guarded.withLock { $0[0] &+= 1 } } }
}

func onFourThreads(_ body: @escaping () -> Void) {
  final class Body { let run: () -> Void; init(_ run: @escaping () -> Void) { self.run = run } }
  let threads = (0..<4).map { _ in
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(Body(body)).toOpaque()
    let failure = pthread_create(&thread, nil, { argument in
      Unmanaged<Body>.fromOpaque(argument!).takeRetainedValue().run()
      return nil
    }, argument)
    precondition(failure == 0)
    return thread
  }
  for thread in threads { pthread_join(thread, nil) }
}

@inline(never) func readFreed() -> Int {
  let number = UnsafeMutablePointer<Int>.allocate(capacity: 1)
  number.initialize(to: 1)
  number.deallocate()
  return number.pointee
}

/// Filled from outside, so that no optimiser can leave it out.
@inline(never) func leak() {
  guard let block = malloc(1234) else { return }
  getentropy(block, 16)
}

let shared = Shared()
switch CommandLine.arguments.last {
case "race": onFourThreads { shared.addUnguarded() }
case "mutex": onFourThreads { shared.addGuarded() }
case "freed": precondition(readFreed() < .max)
case "leak": onFourThreads { leak() }  // not on the main thread, whose stack may still hold the pointer
case "nothing": break
default: preconditionFailure("say race, mutex, freed, leak or nothing")
}
