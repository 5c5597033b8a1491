import Expressions
import Testing

/// Regular expressions in RE2's syntax.
struct PatternTests {
  private static let matching = [
    ("hubba", "ubb"), ("cows", ""), ("grey", "gr(a|e)y"), ("banana", "^ba(na)*$"),
    ("mañana", "a+ñ+a+"),
    ("😀😀", "^(a|😀){2}$"), ("aaa", "^a{2,}$"), ("ab", "^a?b$"), ("b", "^a?b$"), ("a.c", "a\\.c"),
    ("x1", "^[a-z]\\d$"), ("é", "^\\pL$"), ("É", "^\\p{Lu}$"), ("a", "^\\P{Lu}$"),
    ("-", "^[a\\-z]$"),
    ("]", "^[]]$"), ("^", "^[x^]$"), ("ABC", "(?i)^abc$"), ("\u{212A}", "(?i)^k$"),
    ("Abc", "^(?i:a)bc$"),
    ("a\nb", "a(?s:.)b"), ("a\nb", "(?m)^b$"), ("foo bar", "\\bbar\\b"), ("foobar", "\\Bbar"),
    ("a+b", "\\Qa+b\\E"), ("A", "^\\x41$"), ("😀", "^\\x{1F600}$"), ("A", "^\\101$"),
    ("a", "^[[:alpha:]]$"),
    ("1", "^[^[:alpha:]]$"), ("_", "^[[:^alnum:]]$"), ("ab", "^(?P<n>a)(?<m>b)$"),
    ("a{,3}", "^a{,3}$"),
    ("aaaa", "^(a{2}){2}$"), ("", "^$"), ("\n", "^[^a]$"), ("ab", "^a*?b??$"), ("", "^(a*)*$"),
    ("ac", "^(|a)+c$"),
  ]

  private static let failing = [
    ("", "foo|bar"), ("a\nb", "a.b"), ("Abc", "^(?i:a)BC$"), ("e\u{301}", "^.$"), ("é", "^\\w$"),
    ("a\n", "^a$"), ("aa", "^a{3}$"), ("aaaa", "^a{2,3}$"), ("1", "\\D"), ("foobar", "\\bbar"),
    ("a", "[^\\D\\d]"),
  ]

  private static let wrong = [
    "(", ")", "[", "[z-a]", "a**", "*", "\\1", "(?=a)", "(?<=a)", "a{1001}", "a{3,2}", "\\y", "\\",
    "(a{1000}){1000}", "\\p{Nope}", "[[:nope:]]", "(?z)", "\\x{110000}", "\\xZ",
    String(repeating: "(", count: 5_000),
  ]

  @Test(arguments: matching)
  func `a part that fits is found`(text: String, pattern: String) {
    #expect(result("t.matches(p)", [("t", .string(text)), ("p", .string(pattern))]) == "true")
  }

  @Test(arguments: failing)
  func `near misses are not found`(text: String, pattern: String) {
    #expect(result("t.matches(p)", [("t", .string(text)), ("p", .string(pattern))]) == "false")
  }

  @Test(arguments: wrong)
  func `what RE2 refuses is an error`(pattern: String) {
    let value = result("'a'.matches(p)", [("p", .string(pattern))])
    #expect(value == "invalid_argument")
  }

  @Test func `no pattern takes more than linear time`() {
    let text = String(repeating: "a", count: 20_000)
    #expect(result("t.matches('^(a+)+$')", [("t", .string(text + "b"))]) == "false")
    #expect(result("t.matches('(a|aa)+$')", [("t", .string(text))]) == "true")
  }
}
