import Diagnostics
import Testing
import YAMLDocument

@Test(arguments: [
  ("a: b: c\n", "1:5 a second ': ' in one value"),
  ("a: 1\n  b: 2\n", "2:3 a key cannot start here: the line above already has a value"),
  ("a:1\nb: 2\n", "1:2 there is no space after ':'"),
  ("a: 1\nb:2\nc: 3\n", "2:2 there is no space after ':'"),
  ("a: 1\nfoo\nb: 2\n", "2:1 expected ':' after this key"),
  ("a:\n  b: 1\n c: 2\n", "3:2 the indentation matches no line above"),
  ("a:\n    - b\n   - c\n", "3:4 the indentation matches no line above"),
  ("- a: 1\n - b: 2\n", "2:2 the indentation matches no line above"),
  ("a: 1\n- x\n", "2:1 a list item where a key of the map is expected"),
  ("- a\nb: 1\n", "2:1 expected '- ' before another item of the list"),
  (": a\n", "1:1 the key before ':' is missing"),
  ("{: a}", "1:2 the key before ':' is missing"),
  ("a: \"x\" y\n", "1:8 text after the closing quote"),
  ("key: 'it's'\n", "1:10 text after the closing quote"),
  ("- 'a' b\n", "1:7 text after the closing quote"),
  ("a: [1, 2] x\n", "1:11 text after the closing ']'"),
  ("a: {b: 1}}\n", "1:10 text after the closing '}'"),
  ("a: &x 1\nb: *x y\n", "2:7 unexpected text after the value"),
  ("a: [1, 2\nb: 3\n", "1:4 '[' is never closed"),
  ("a: {x: 1\nb: 3\n", "1:4 '{' is never closed"),
  ("a: [\n  b: 1,\n  c\n", "1:4 '[' is never closed"),
  ("a: {\n", "1:4 '{' is never closed"),
  ("a: [\n x\n {y: 1}\n]\n", "3:2 expected ',' or ']' before this"),
  ("a: [1}\n", "1:6 expected ']', not '}'"),
  ("[a, , b]\n", "1:5 there is nothing before this ','"),
  ("a: ]\n", "1:4 nothing that ']' could close"),
  ("a: \"abc\nb: 1\n", "1:4 this quote is never closed"),
  ("a: 1\n'b: 2\n", "2:1 this quote is never closed"),
  ("a: \"\\q\"\n", "1:5 unknown escape in double quotes"),
  ("a: \"é\\xZZ\"\n", "1:6 unknown escape in double quotes"),
  ("\ta: 1\n", "1:1 a tab where only spaces can indent"),
  ("a:\n\tb: 1\n", "2:1 a tab where only spaces can indent"),
  ("a:\n  b: 1\n\tc: 2\n", "3:1 a tab where only spaces can indent"),
  ("a: |\n\tx\n", "2:1 a tab where only spaces can indent"),
  ("a: | text\n", "1:6 text on the line of the '|'"),
  ("a: @foo\n", "1:4 a value cannot start with '@'"),
  ("a: %x\n", "1:4 a value cannot start with '%'"),
  ("a: - b\n", "1:4 a list cannot start here"),
  ("a: *\n", "1:4 '*' starts the name of an alias, and this is none"),
  ("a: &\n", "1:4 '&' starts the name of an anchor, and this is none"),
  ("a: !x!y z\n", "1:4 a value that starts with '!' has a tag, and this one is not declared"),
  ("[a]\nfoo: 1\n", "2:1 text after the end of the document"),
  ("%foo\n", "1:5 this is not YAML: found unknown directive name while scanning a directive"),
  ("é: [日\r\nü: 3\r\n", "1:4 '[' is never closed"),
  ("日本: é: x\n", "1:6 a second ': ' in one value"),
])
func `syntax errors are told in a writer's words`(text: String, error: String) {
  let (root, errors) = compose(text)
  #expect(root == nil)
  #expect(errors == [error])
}

@Test func `earlier errors are kept, and nothing follows a syntax error`() {
  let errors = compose("a: 1\na: 2\nb: [\nc: ]]\nd: *x\n").errors
  #expect(errors.count == 2)
  #expect(errors.first == "2:1 duplicate key 'a'")
}
