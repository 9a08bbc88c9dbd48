/// What property tests run on: the same seeds always, and some new ones each time. A failure
/// names its seed as the test's argument; add it here to see it again.
let seeds: [UInt64] = (1...40) + (0..<10).map { _ in UInt64.random(in: 1000...UInt64.max) }
