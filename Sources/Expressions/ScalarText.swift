// Swift compares strings by canonical equivalence, CEL by code point. UTF-8 orders as code points do.

/// Whether both strings have the same code points.
///
/// `==` first: it is quick for short and for ASCII strings. Of two canonically equivalent strings
/// with the same length only non-ASCII ones can differ, so the bytes need comparing just for those.
@inline(__always)
func haveSameScalars(_ left: String, _ right: String) -> Bool {
  guard left.utf8.count == right.utf8.count, left == right else { return false }
  return haveSameBytes(left, right)
}

/// The same for a `right` that is known to be ASCII: then `==` and equal lengths suffice, since
/// whatever is equivalent to an ASCII string without being it takes more bytes.
@inline(__always)
func haveSameScalars(_ left: String, ascii right: String) -> Bool {
  left.utf8.count == right.utf8.count && left == right
}

private func haveSameBytes(_ left: String, _ right: String) -> Bool {
  let isSame = left.utf8.withContiguousStorageIfAvailable { left in
    right.utf8.withContiguousStorageIfAvailable { right in left.elementsEqual(right) }
  }
  return isSame.flatMap(\.self) ?? left.utf8.elementsEqual(right.utf8)
}

/// Whether `left` comes before `right` by code points.
func precedes(_ left: String, _ right: String) -> Bool {
  left.utf8.lexicographicallyPrecedes(right.utf8)
}

extension String {
  var isASCII: Bool { utf8.allSatisfy { $0 < 0x80 } }

  func hasScalarPrefix(_ prefix: String) -> Bool {
    guard utf8.count >= prefix.utf8.count else { return false }
    let answer = utf8.withContiguousStorageIfAvailable { bytes in
      prefix.utf8.withContiguousStorageIfAvailable { bytes.starts(with: $0) }
    }
    return answer.flatMap(\.self) ?? utf8.starts(with: prefix.utf8)
  }

  func hasScalarSuffix(_ suffix: String) -> Bool {
    let start = utf8.count - suffix.utf8.count
    guard start >= 0 else { return false }
    let answer = utf8.withContiguousStorageIfAvailable { bytes in
      suffix.utf8.withContiguousStorageIfAvailable { bytes[start...].elementsEqual($0) }
    }
    return answer.flatMap(\.self) ?? utf8.dropFirst(start).elementsEqual(suffix.utf8)
  }

  /// Whether `part` occurs in the string.
  ///
  /// - Complexity: O(length of both), by the failure function of Knuth, Morris and Pratt.
  func containsScalars(_ part: String) -> Bool {
    let needle = Array(part.utf8)
    guard !needle.isEmpty else { return true }
    guard utf8.count >= needle.count else { return false }
    var failure = [Int](repeating: 0, count: needle.count)
    var matched = 0
    for index in needle.indices.dropFirst() {
      while matched > 0, needle[index] != needle[matched] { matched = failure[matched - 1] }
      if needle[index] == needle[matched] { matched += 1 }
      failure[index] = matched
    }
    matched = 0
    for byte in utf8 {
      while matched > 0, byte != needle[matched] { matched = failure[matched - 1] }
      if byte == needle[matched] { matched += 1 }
      if matched == needle.count { return true }
    }
    return false
  }
}
