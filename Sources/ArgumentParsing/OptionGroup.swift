/// A struct of more options that a command takes as its own, such as those of every command.
///
/// Its names get no prefix; its own `validate()` runs before that of the command.
@propertyWrapper
public struct OptionGroup<Group: ParsableArguments>: DeclaredProperty, DeclaredGroup {
  private let box: GroupBox<Group>

  /// The options, as the command line gave them.
  public var wrappedValue: Group { box.group }

  /// The group, with nothing read yet.
  public init() {
    box = GroupBox()
    Declarations.tell(self)
  }

  var declared: Declared { .group(self) }

  var members: any ParsableArguments { box.group }

  func validateMembers() throws {
    try box.group.validate()
  }
}

/// Shared by the copies that Mirror makes, so that what `validate()` changes is what is read.
private final class GroupBox<Group: ParsableArguments> {
  var group = Group()
}

/// A property that stands for the properties of another struct.
protocol DeclaredGroup {
  var members: any ParsableArguments { get }

  func validateMembers() throws
}
