import Expressions
import Testing

/// The language's semantics, case by case; the expected side is CEL's own notation.
struct EvaluationTests {
  @Test(arguments: [
    ("0x7F", "127"), ("-0x10", "-16"), ("42u", "42u"), ("-9223372036854775808", "\(Int64.min)"),
    ("18446744073709551615u", "18446744073709551615u"), (".5e1", "5.0"), ("1e3", "1000.0"),
    ("'a' + \"b\"", "'ab'"), ("r'\\n'", "'\\\\n'"), ("'''a'b\nc'''", "'a\\'b\\nc'"),
    ("'\\u00e9\\x41\\101\\U0001F600'", "'éAA😀'"), ("b'\\xff\\101é'", "b'\\xffA\\xc3\\xa9'"),
    ("br'\\x'", "b'\\\\x'"), ("[1, 2,]", "[1, 2]"),
    ("{'a': 1, 2u: [null],}", "{'a': 1, 2u: [null]}"),
    ("true // a comment\n&& true", "true"), ("{'if': 1}.if", "1"), ("{'a-b': 1}.`a-b`", "1"),
  ])
  func `literals are read`(text: String, expected: String) {
    #expect(result(text) == expected)
  }

  @Test(arguments: [
    ("7 / 2", "3"), ("-7 / 2", "-3"), ("-7 % 2", "-1"), ("1.0 / 0.0", "double('Infinity')"),
    ("0.0 / 0.0 == 0.0 / 0.0", "false"), ("0.0 / 0.0 != 0.0 / 0.0", "true"), ("-(-3)", "3"),
    ("2 + 3 * 4 - 1", "13"), ("[1] + [2u]", "[1, 2u]"), ("b'a' + b'b'", "b'ab'"),
    ("-9223372036854775808 % -1", "0"),
  ])
  func `arithmetic stays within its type`(text: String, expected: String) {
    #expect(result(text) == expected)
  }

  @Test(arguments: [
    ("9223372036854775807 + 1", "overflow"), ("0u - 1u", "overflow"),
    ("-9223372036854775808 / -1", "overflow"), ("-(-9223372036854775808)", "overflow"),
    ("1 / 0", "division_by_zero"), ("1u % 0u", "division_by_zero"),
    ("1 + 1u", "no_matching_overload"), ("1 + 1.0", "no_matching_overload"),
    ("'a' + 1", "no_matching_overload"), ("5.5 % 2.0", "no_matching_overload"),
    ("-1u", "no_matching_overload"), ("!1", "no_matching_overload"),
    ("1 < 'a'", "no_matching_overload"), ("[1] < [2]", "no_matching_overload"),
    ("1 ? 2 : 3", "no_matching_overload"), ("{1: 2}[3]", "no_such_key"),
    ("{'a': 1}.b", "no_such_key"), ("1a", "problem: '1a' is not a number"),
    ("(1).a", "no_such_field"), ("[1][1]", "invalid_argument"), ("[1][-1]", "invalid_argument"),
    ("[1][0.5]", "invalid_argument"), ("{1: 2, 1u: 3}", "duplicate_key"),
    ("{1.0: 2}", "invalid_argument"), ("nothing", "unbound_variable"),
    ("nothing(1)", "no_matching_overload"), ("size(1)", "no_matching_overload"),
    ("int('x')", "invalid_argument"), ("int(1e19)", "range"), ("uint(-1)", "range"),
    ("string(b'\\xff')", "invalid_argument"), ("bool('yes')", "invalid_argument"),
    ("'a'.matches('(')", "invalid_argument"),
  ])
  func `what has no value is an error of its kind`(text: String, expected: String) {
    #expect(result(text) == expected)
  }

  @Test(arguments: [
    ("1 == 1.0", "true"), ("1u == 1", "true"), ("-1 < 1u", "true"), ("1.5 > 1", "true"),
    ("18446744073709551615u > -1", "true"), ("1 == '1'", "false"), ("null == null", "true"),
    ("null == 0", "false"), ("[1, 2.0] == [1.0, 2]", "true"), ("{1: 'a'} == {1u: 'a'}", "true"),
    ("{'a': 1, 'b': 2} == {'b': 2, 'a': 1}", "true"), ("{'a': 1} == {'a': 2}", "false"),
    ("false < true", "true"), ("'Z' < 'a'", "true"), ("b'a' < b'b'", "true"),
    ("type(1) == int", "true"), ("type([1]) == type(['a'])", "true"), ("type(1) == uint", "false"),
    ("type(type(1)) == type", "true"), ("3.0 in [1, 3u]", "true"), ("1 in {1u: 'a'}", "true"),
    ("{1: 'a'}[1.0]", "'a'"), ("'b' in {'a': 1}", "false"), ("2 in []", "false"),
  ])
  func `values compare across types only where the specification says`(
    text: String, expected: String
  ) {
    #expect(result(text) == expected)
  }

  @Test(arguments: [
    ("size('e\\u0301')", "2"), ("size('😀')", "1"), ("'e\\u0301' == '\\u00e9'", "false"),
    ("'\\u212a' == 'K'", "false"), ("'a\\u0323\\u0307' == 'a\\u0307\\u0323'", "false"),
    ("'\\u00e9' in ['e\\u0301']", "false"), ("{'\\u00e9': 1, 'e\\u0301': 2}.size()", "2"),
    ("'\\U00010000' > '\\uFFFB'", "true"), ("'e\\u0301'.startsWith('e')", "true"),
    ("'\\u00e9'.contains('e')", "false"), ("'ab'.endsWith('b')", "true"),
    ("'abababc'.contains('ababc')", "true"), ("''.contains('')", "true"),
    ("'e\\u0301'.reverse()", "'\u{301}e'"),
  ])
  func `strings are sequences of code points`(text: String, expected: String) {
    #expect(result(text) == expected)
  }

  @Test(arguments: [
    ("false && 1 / 0 > 0", "false"), ("1 / 0 > 0 && false", "false"),
    ("1 / 0 > 0 || true", "true"), ("true || nothing", "true"), ("nothing() || true", "true"),
    ("1 / 0 > 0 && true", "division_by_zero"), ("'a' && false", "false"),
    ("'a' && true", "no_matching_overload"), ("true ? 1 : 1 / 0", "1"),
    ("1 / 0 > 0 ? 1 : 2", "division_by_zero"),
    ("true ? false ? 1 : 2 : 3", "problem: expected ':'"),
  ])
  func `logic absorbs the errors of sides that do not decide`(text: String, expected: String) {
    #expect(result(text).hasPrefix(expected))
  }

  @Test(arguments: [
    ("[1, 2].all(x, x > 0)", "true"), ("[].all(x, false)", "true"), ("[].exists(x, true)", "false"),
    ("[0, 1].exists(x, 1 / x == 1)", "true"), ("[1, 0].all(x, 1 / x == 2)", "false"),
    ("[0, 1].all(x, 1 / x == 1)", "division_by_zero"),
    ("[1, 2, 3].exists_one(x, x > 2)", "true"), ("[3, 3].exists_one(x, x == 3)", "false"),
    ("[3, 0].exists_one(x, 3 / x == 1)", "division_by_zero"),
    ("[1, 2, 3].filter(x, x % 2 == 1)", "[1, 3]"), ("[1, 2].map(x, x * x)", "[1, 4]"),
    ("[1, 2, 3].map(x, x > 1, x * 2)", "[4, 6]"), ("{'a': 1}.map(k, k)", "['a']"),
    ("{'a': 1}.exists(k, v, v == 1)", "true"), ("[5].transformList(i, x, x + i)", "[5]"),
    ("{'a': 1}.transformMap(k, v, v + 1)", "{'a': 2}"),
    ("[1].map(x, [2].map(x, x))", "[[2]]"), ("[1, 2].map(x, [3].map(y, x + y))", "[[4], [5]]"),
    ("(1).all(x, true)", "no_matching_overload"),
    ("has({'a': null}.a)", "true"), ("has({'a': 1}.b)", "false"),
  ])
  func `macros visit elements and keys`(text: String, expected: String) {
    #expect(result(text) == expected)
  }

  @Test(arguments: [
    ("string(1.0)", "'1'"), ("string(-4.5e-3)", "'-0.0045'"), ("string(true)", "'true'"),
    ("string(b'abc')", "'abc'"), ("int(-1.9)", "-1"), ("int('0x1')", "invalid_argument"),
    ("double('1e3')", "1000.0"), ("uint('7')", "7u"), ("bytes('é')", "b'\\xc3\\xa9'"),
    ("bool('TRUE')", "true"), ("type(null)", "null_type"), ("dyn(1)", "1"),
    ("['a', 'b'].join(', ')", "'a, b'"), ("'a-b-c'.split('-', 2)", "['a', 'b-c']"),
    ("' x '.trim()", "'x'"), ("'aXa'.replace('a', 'b', 1)", "'bXa'"),
    ("'añb'.substring(1, 2)", "'ñ'"),
    ("'abc'.substring(2, 1)", "invalid_argument"), ("'tacocat'.lastIndexOf('a', 3)", "1"),
  ])
  func `functions convert and take apart`(text: String, expected: String) {
    #expect(result(text) == expected)
  }

  @Test func `the longest name that means something wins`() {
    let names: [(name: String, value: Value)] = [
      ("a.b.c", .int(1)), ("a.b", .map(ValueMap(["c": .int(2)]))), ("x", .int(3)),
    ]
    #expect(result("a.b.c", names) == "1")
    #expect(result("[7].map(x, x + .x)", names) == "[10]")
    let environment = Environment.dyn(variables: ["p.q.y", "y"], container: "p.q.r")
    #expect(Program.compile("y", in: environment).0?.evaluate([.int(1), .int(2)]) == .int(1))
    #expect(Program.compile(".y", in: environment).0?.evaluate([.int(1), .int(2)]) == .int(2))
  }
}

extension ValueMap {
  /// A map with string keys that are known to differ.
  init(_ entries: KeyValuePairs<String, Value>) {
    do {
      try self.init(entries.map { (.string($0.key), $0.value) })
    } catch {
      preconditionFailure(error.message)
    }
  }
}
