/// The one image of the tests: a shell, its tools and a Python that makes virtual environments, all
/// of this machine's files.
enum ContainerImage {
  static let name = "lab:1"

  /// A shell's words that write an archive of a small system: Debian's shell, its tools and Python
  /// with what makes virtual environments, as they lie here.
  static let archive = """
    python=$(readlink /usr/bin/python3)
    { for package in base-files dash coreutils sed grep mawk libc6 python3-minimal "$python-minimal" \
        "lib$python-minimal" "lib$python-stdlib" "$python-venv" python3-pip-whl \
        python3-setuptools-whl; do
        dpkg -L "$package"
      done
      printf '/%s\\n' bin lib lib64 sbin tmp usr/bin/sh usr/bin/awk
      ldd /usr/bin/dash /usr/bin/mv /usr/bin/ls /usr/bin/sed /usr/bin/grep /usr/bin/mawk /usr/bin/python3 \
        "/usr/lib/$python"/lib-dynload/*.so |
        sed -n 's,^\t\\(.* => \\)\\{0\\,1\\}\\(/[^ ]*\\) (.*,\\2,p' |
        while read -r file; do echo "$file"; readlink -f "$file"; done
    } |
      grep -vE '^/usr/share/(doc|man|locale|lintian|info)/' |
      sed -E 's,^/(s?bin|lib|lib64)/,/usr&,; s,^/,,' | sort -u |
      while read -r file; do
        if [ -L "/$file" ] || [ -f "/$file" ] || [ "$file" = tmp ]; then echo "$file"; fi
      done |
      tar -C / -cf - --no-recursion --hard-dereference -T -
    """
}
