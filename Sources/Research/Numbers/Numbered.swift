/// Something that people call by a number, and that another clone may have given out as well.
public protocol Numbered {
  /// What it is, whatever it is called.
  var opening: EventName { get }
  /// Where it lies, for good.
  var numberedPlace: NumberedPlace { get }
  /// The number that it is called by; nil where its name has none.
  var call: CallNumber? { get set }
  /// Whether the number means something else as well, which is to be settled.
  var isAmbiguous: Bool { get set }
}

extension Issue: Numbered {
  /// Where it lies.
  public var numberedPlace: NumberedPlace { .issue(place) }
  /// The number that it is called by.
  public var call: CallNumber? {
    get { CallNumber(number) }
    set { number = newValue?.issue ?? number }
  }
}

extension Cycle: Numbered {
  /// Where it lies.
  public var numberedPlace: NumberedPlace { .cycle(place) }
  /// The number that it is called by.
  public var call: CallNumber? {
    get { CallNumber(.cycle, number) }
    set { number = newValue?.value ?? number }
  }
}

extension Experiment: Numbered {
  /// Where it lies.
  public var numberedPlace: NumberedPlace { .experiment(id) }
  /// The number that it is called by.
  public var call: CallNumber? {
    get { number.flatMap { CallNumber(.experiment, $0) } }
    set { number = newValue?.value }
  }
}
