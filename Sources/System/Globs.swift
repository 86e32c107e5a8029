#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The files that a glob names, sorted by bytes; none where nothing fits.
package func filesMatching(_ glob: String) -> [String] {
    var result = glob_t()
    defer { globfree(&result) }
    guard systemGlob(glob, &result) == 0 else { return [] }
    let paths = (0..<Int(result.gl_pathc)).compactMap { result.gl_pathv[$0].map { String(cString: $0) } }
    return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}

/// Whether a name fits a glob; slashes and leading dots are characters like others.
package func matches(_ name: String, glob: String) -> Bool { fnmatch(glob, name, 0) == 0 }

private func systemGlob(_ pattern: String, _ result: inout glob_t) -> Int32 { glob(pattern, 0, nil, &result) }
