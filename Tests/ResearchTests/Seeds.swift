/// SplitMix64: the same throws for the same seed, everywhere.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ count: Int) -> Int { Int.random(in: 0..<max(count, 1), using: &self) }

  /// True once in so many throws.
  mutating func once(in count: Int) -> Bool { below(count) == 0 }
}

/// What property tests run on: the same seeds always, and some new ones each time. A failure
/// names its seed as the test's argument; add it here to see it again.
let seeds: [UInt64] = (1...40) + (0..<10).map { _ in UInt64.random(in: 1000...UInt64.max) }
