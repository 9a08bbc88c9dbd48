internal import CLibgit2
internal import Platform

/// libgit2, loaded: the one way to its functions.
@safe struct Library {
  private let functions: UnsafePointer<libgit2_functions>

  /// Loads libgit2 when it is not yet; `.libraryMissing` says why it cannot be.
  static func load() throws(GitError) -> Library {
    var reason: UnsafePointer<CChar>?
    guard let functions = unsafe libgit2_functions(&reason) else {
      let message = unsafe reason.map { unsafe String(cString: $0) } ?? "not found"
      throw GitError(.libraryMissing, doing: "load libgit2", message: message)
    }
    return unsafe Library(functions: functions)
  }

  /// The functions themselves.
  var call: libgit2_functions { unsafe functions.pointee }

  /// What libgit2 says about its last failure on this thread.
  func lastMessage(code: Int32) -> String {
    guard let error = unsafe call.git_error_last(), let text = unsafe error.pointee.message
    else { return "libgit2 error \(code)" }
    return unsafe String(cString: text)
  }

  /// Turns a negative result into an error; at once, before another call changes the words.
  func check(_ code: Int32, _ doing: @autoclosure () -> String) throws(GitError) {
    if code < 0 { throw GitError(code: code, doing: doing(), in: self) }
  }
}

/// A libgit2 object and the function that frees it.
@safe struct Handle: ~Copyable {
  let pointer: OpaquePointer
  private let free: @convention(c) (OpaquePointer?) -> Void

  init(_ pointer: OpaquePointer, free: @convention(c) (OpaquePointer?) -> Void) {
    unsafe self.pointer = unsafe pointer
    unsafe self.free = unsafe free
  }

  /// Makes the object with `create`; the negative result of a failure becomes an error.
  init(
    _ library: Library, _ doing: @autoclosure () -> String,
    free: @convention(c) (OpaquePointer?) -> Void,
    _ create: (inout OpaquePointer?) -> Int32
  ) throws(GitError) {
    var made: OpaquePointer?
    try library.check(unsafe create(&made), doing())
    guard let made = unsafe made else {
      throw GitError(.other, doing: doing(), message: "libgit2 gave nothing")
    }
    unsafe self.init(made, free: free)
  }

  deinit { unsafe free(pointer) }
}

extension ObjectID {
  init(_ id: git_oid) {
    // A git_oid of another hash is longer; its first twenty bytes are what SHA-1 uses.
    let bytes = unsafe withUnsafeBytes(of: id.id) { unsafe Array($0.prefix(20)) }
    self = ObjectID(bytes: bytes) ?? .zero
  }

  /// The same for C.
  var native: git_oid {
    var id = git_oid()
    let source = bytes
    unsafe withUnsafeMutableBytes(of: &id.id) { unsafe $0.copyBytes(from: source) }
    return id
  }
}

/// Refuses text that C would cut off at its first NUL.
func refuseNUL(_ text: String, _ doing: @autoclosure () -> String) throws(GitError) {
  if text.holdsNUL {
    throw GitError(.other, doing: doing(), message: "the name holds a NUL character")
  }
}
