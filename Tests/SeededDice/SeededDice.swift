/// Throws that are the same for the same seed, on every machine: what property tests run on, so
/// that a failure can be run again from the seed that it names. SplitMix64, as in Steele, Lea and
/// Flood, "Fast splittable pseudorandom number generators" (2014).
public struct SeededDice: RandomNumberGenerator {
  private var state: UInt64

  /// The same seed, the same throws.
  public init(seed: UInt64) { state = seed }

  /// Any 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number from nought to one below `count`; nought for a count of nought.
  public mutating func below(_ count: Int) -> Int {
    Int.random(in: 0..<max(1, count), using: &self)
  }

  /// True once in so many throws.
  public mutating func once(in count: Int) -> Bool { below(count) == 0 }
}
