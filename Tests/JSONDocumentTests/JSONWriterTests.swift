import Diagnostics
import JSONDocument
import Testing

@Test(
  arguments: [
    (nil, "null"), (true, "true"), (-1, "-1"), (.uint(.max), "18446744073709551615"),
    (.int(.min), "-9223372036854775808"),
    (0.1, "0.1"), (.double(1), "1.0"), (.double(1e300), "1e+300"), (.double(-0.0), "-0.0"),
    (.double(.nan), "null"), (.double(-.infinity), "null"),
    ("a\"\\/\n\r\t\u{8}\u{C}\u{1}\u{1F}\u{7F}", #""a\"\\/\n\r\t\b\f\u0001\u001f\u007f""#),
    ("\u{2028}\u{2029}\u{2027}é日😀", "\"\\u2028\\u2029\u{2027}é日😀\""),
    ([], "[]"), ([:], "{}"), ([1, [], ["b": 2, "a": "x"]], #"[1,[],{"b":2,"a":"x"}]"#),
  ] as [(JSONValue, String)])
func `values become texts`(value: JSONValue, expected: String) {
  #expect(JSONWriter.text(value) == expected)
}

@Test func `pretty texts have one element a line`() {
  let name = "x"
  let value: JSONValue = [
    "b": [1, 2], "a": ["name": "the \(name)", "none": nil], "e": [], "o": [:],
  ]
  #expect(
    JSONWriter.text(value, pretty: true) == """
      {
        "b": [
          1,
          2
        ],
        "a": {
          "name": "the x",
          "none": null
        },
        "e": [],
        "o": {}
      }
      """)
}

@Test(arguments: [
  .leastNonzeroMagnitude, 1.7976931348623157e308, 0.1 + 0.2, 1e21, 123_456_789.125, -2.5e-7,
])
func `doubles read back as they were`(number: Double) {
  let file = SourceFile(name: "f", text: JSONWriter.text(.double(number)))
  #expect(JSONReader.read(file).0 == .double(number))
}

@Test func `text is added to what is there`() {
  var text = "x = "
  JSONWriter.write([1], into: &text)
  var bytes = Array("x = ".utf8)
  JSONWriter.write([1], into: &bytes)
  #expect(text == "x = [1]" && bytes == Array(text.utf8))
}

@Test func `objects keep order and know their keys`() {
  var object: JSONObject = ["b": 1, "a": 2, "b": 3]
  object["c"] = 4
  object["a"] = nil
  object.append("d", 5)
  #expect(object.members.map(\.key) == ["b", "c", "d"])
  #expect(object["b"] == 3 && object["a"] == nil)
  #expect(JSONValue.object(object)["c"] == 4 && JSONValue.null["c"] == nil)
  #expect(JSONValue(UInt64(7)) == 7 && JSONValue(UInt64.max) == .uint(.max) && JSONValue(3) == 3)
}
