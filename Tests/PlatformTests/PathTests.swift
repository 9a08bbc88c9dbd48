import Platform
import Testing

@Suite struct PathTests {
  @Test func `joining keeps an absolute right side`() {
    #expect(Path.join("/a", "b") == "/a/b")
    #expect(Path.join("/a/", "b") == "/a/b")
    #expect(Path.join("/a", "/b") == "/b")
    #expect(Path.join("", "b") == "b")
    #expect(Path.join("a", "") == "a")
  }

  @Test func `parent and last take a path apart as dirname and basename do`() {
    for (path, parent, last) in [
      ("/a/b", "/a", "b"), ("a/b/", "a", "b"), ("a", ".", "a"), ("/a", "/", "a"),
      ("/", "/", "/"), ("", ".", ""), ("//a//b//c", "/a//b", "c"), ("é/ü", "é", "ü"),
    ] {
      #expect(Path.parent(path) == parent, "\(path)")
      #expect(Path.last(path) == last, "\(path)")
    }
  }

  @Test func `normalising removes dots and double slashes, and never climbs above the root`() {
    for (path, expected) in [
      ("/a/./b//c/", "/a/b/c"), ("/a/../../b", "/b"), ("a/../..", ".."), ("./", "."), ("", "."),
      ("../../a", "../../a"), ("/", "/"), ("a/b/../c", "a/c"),
    ] {
      #expect(Path.normalize(path) == expected, "\(path)")
    }
    #expect(Path.absolute("../x", in: "/a/b") == "/a/x")
    #expect(Path.absolute("/x", in: "/a/b") == "/x")
  }

  @Test func `a relative path leads down only`() {
    #expect(Path.relative("/a/b/c", to: "/a") == "b/c")
    #expect(Path.relative("/ab", to: "/a") == nil)
    #expect(Path.relative("/a", to: "/a/") == ".")
    #expect(Path.relative("/a", to: "/") == "a")
    #expect(Path.relative("/", to: "/a") == nil)
    #expect(Path.relative("a/b", to: ".") == "a/b")
    #expect(Path.relative("../b", to: ".") == nil)
    #expect(Path.relative("../../b", to: "..") == nil)
  }
}
