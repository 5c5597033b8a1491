/// A set of Unicode code points: a class such as `[a-z\d]` or `\pL`.
struct ScalarSet: Sendable {
  var ranges: [ClosedRange<UInt32>] = []
  /// General categories by the letters of their names, `L` for all letters; the flag excludes them.
  var categories: [(name: String, isExcluded: Bool)] = []
  var isNegated = false
  var ignoresCase = false

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    if !ignoresCase { return has(scalar) != isNegated }
    return scalar.caseVariants.contains { has($0) } != isNegated
  }

  private func has(_ scalar: Unicode.Scalar) -> Bool {
    if ranges.contains(where: { $0.contains(scalar.value) }) { return true }
    guard !categories.isEmpty else { return false }
    let category = scalar.properties.generalCategory.abbreviation
    return categories.contains { category.hasPrefix($0.name) != $0.isExcluded }
  }

  mutating func insert(_ range: ClosedRange<UInt32>) { ranges.append(range) }

  /// Adds everything that is in none of the ranges, which are in order and apart.
  mutating func insert(allBut excluded: [ClosedRange<UInt32>]) {
    var next: UInt32 = 0
    for range in excluded {
      if range.lowerBound > next { insert(next...(range.lowerBound - 1)) }
      next = range.upperBound + 1
    }
    insert(next...0x10FFFF)
  }

  static let digits: [ClosedRange<UInt32>] = [0x30...0x39]
  static let space: [ClosedRange<UInt32>] = [0x09...0x0A, 0x0C...0x0D, 0x20...0x20]
  static let word: [ClosedRange<UInt32>] = [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A]

  /// The classes of `[[:name:]]`.
  static let posix: [String: [ClosedRange<UInt32>]] = [
    "alnum": [0x30...0x39, 0x41...0x5A, 0x61...0x7A],
    "alpha": [0x41...0x5A, 0x61...0x7A],
    "ascii": [0x00...0x7F],
    "blank": [0x09...0x09, 0x20...0x20],
    "cntrl": [0x00...0x1F, 0x7F...0x7F],
    "digit": digits,
    "graph": [0x21...0x7E],
    "lower": [0x61...0x7A],
    "print": [0x20...0x7E],
    "punct": [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E],
    "space": [0x09...0x0D, 0x20...0x20],
    "upper": [0x41...0x5A],
    "word": word,
    "xdigit": [0x30...0x39, 0x41...0x46, 0x61...0x66],
  ]
}

extension Unicode.Scalar {
  /// The code point and the ones that differ from it by case only.
  var caseVariants: [Unicode.Scalar] {
    var variants = [self]
    for mapping in [properties.lowercaseMapping, properties.uppercaseMapping] {
      let scalars = mapping.unicodeScalars
      if scalars.count == 1, let variant = scalars.first, variant != self {
        variants.append(variant)
      }
    }
    // K, k and the Kelvin sign, s and long s: one step more.
    for variant in variants {
      let upper = variant.properties.uppercaseMapping.unicodeScalars
      if upper.count == 1, let first = upper.first, !variants.contains(first) {
        variants.append(first)
      }
    }
    return variants
  }
}

extension Unicode.GeneralCategory {
  /// The two letters of the Unicode standard.
  var abbreviation: String {
    switch self {
    case .uppercaseLetter: "Lu"
    case .lowercaseLetter: "Ll"
    case .titlecaseLetter: "Lt"
    case .modifierLetter: "Lm"
    case .otherLetter: "Lo"
    case .nonspacingMark: "Mn"
    case .spacingMark: "Mc"
    case .enclosingMark: "Me"
    case .decimalNumber: "Nd"
    case .letterNumber: "Nl"
    case .otherNumber: "No"
    case .connectorPunctuation: "Pc"
    case .dashPunctuation: "Pd"
    case .openPunctuation: "Ps"
    case .closePunctuation: "Pe"
    case .initialPunctuation: "Pi"
    case .finalPunctuation: "Pf"
    case .otherPunctuation: "Po"
    case .mathSymbol: "Sm"
    case .currencySymbol: "Sc"
    case .modifierSymbol: "Sk"
    case .otherSymbol: "So"
    case .spaceSeparator: "Zs"
    case .lineSeparator: "Zl"
    case .paragraphSeparator: "Zp"
    case .control: "Cc"
    case .format: "Cf"
    case .surrogate: "Cs"
    case .privateUse: "Co"
    case .unassigned: "Cn"
    @unknown default: "Cn"
    }
  }
}
