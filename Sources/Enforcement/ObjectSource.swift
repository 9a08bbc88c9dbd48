public import Git

/// Where a check reads objects, by id alone: no index, no work tree, no replacements.
public protocol ObjectSource {
  /// A folder.
  func tree(_ id: ObjectID) throws -> Tree
  /// The bytes of a file.
  func blob(_ id: ObjectID) throws -> [UInt8]
  /// How many bytes a file has, without reading them.
  func size(ofBlob id: ObjectID) throws -> Int
}

extension ObjectSource {
  /// What a root tree holds at a path; nil where there is nothing.
  func entry(at path: String, in root: ObjectID) throws -> Tree.Entry? {
    let names = path.split(separator: "/")
    guard let last = names.last else { return nil }
    return try folder(at: names.dropLast().joined(separator: "/"), in: root)?[String(last)]
  }

  /// The folder at a path; nil where there is none.
  func folder(at path: String, in root: ObjectID) throws -> Tree? {
    var tree = try tree(root)
    for name in path.split(separator: "/") {
      guard let entry = tree[String(name)], entry.isDirectory else { return nil }
      tree = try self.tree(entry.id)
    }
    return tree
  }
}

extension Repository: ObjectSource {
  /// How many bytes a file has, without reading them.
  public func size(ofBlob id: ObjectID) throws -> Int { try blobSize(id) }
}

extension ObjectID {
  /// The file without bytes.
  static let emptyBlob = ObjectID(hex: "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391") ?? .zero
}
