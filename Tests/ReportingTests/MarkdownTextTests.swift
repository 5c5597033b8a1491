import Testing

@testable import Reporting

@Suite struct MarkdownTextTests {
  @Test(arguments: [
    ("plain words, 99.95 %", "plain words, 99.95 %"),
    ("a|b", #"a\|b"#),
    ("`code`", #"\`code\`"#),
    ("<script>", #"\<script\>"#),
    ("[x](y)", #"\[x\](y)"#),
    ("**loud** _soft_ ~~gone~~", #"\*\*loud\*\* \_soft\_ \~\~gone\~\~"#),
    ("&lt;", #"\&lt;"#),
    ("two\n\nlines\t", "two lines"),
    ("right\u{202E}to left", "rightto left"),
    ("bell\u{7}, \u{1B}[31m", #"bell, \[31m"#),
    ("tag\u{E0041}, mark\u{E000}", "tag, mark"),
  ])
  func `text of a description has no markup`(_ text: String, _ expected: String) {
    #expect(MarkdownText.inline(text) == expected)
  }

  @Test(arguments: [
    ("name", "`name`"), ("a`b", "``a`b``"), ("``", "``` `` ```"), ("`a", "`` `a ``"),
    ("a\nb", "`a b`"), ("", "` `"),
  ])
  func `a code span holds any text`(_ text: String, _ expected: String) {
    #expect(MarkdownText.code(text) == expected)
  }

  @Test(arguments: [
    ("`a|b`", #"`a\|b`"#), (#"a\|b"#, #"a\|b"#), (#"a\\|b"#, #"a\\\|b"#), ("a", "a"),
  ])
  func `no bar ends a cell early`(_ text: String, _ expected: String) {
    #expect(MarkdownText.cell(text) == expected)
  }

  @Test(arguments: [
    ("`place-order` needs it", "`place-order` needs it."),
    ("copies differ", "Copies differ."),
    ("Is it so?", "Is it so?"),
    ("a < b and `a < b`", "A &lt; b and `a < b`."),
    (#"\<b\>"#, #"\<b\>."#),
    ("- no list", #"\- no list."#),
    ("1. no list", #"1\. no list."#),
    ("1.5 s is long", "1.5 s is long."),
    ("", ""),
  ])
  func `a sentence starts and ends well`(_ text: String, _ expected: String) {
    #expect(MarkdownText.full(text) == expected)
  }

  @Test(arguments: [
    ("Raft", "Raft"), ("Replicas", "replicas"), ("PBFT-style agreement", "PBFT-style agreement"),
    ("`a` b", "`a` b"),
    ("A saga", "a saga"), ("Two-phase commit", "two-phase commit"), ("p99", "p99"),
  ])
  func `inside a sentence the first letter is small`(_ text: String, _ expected: String) {
    #expect(MarkdownText.continued(text) == expected)
  }

  @Test(arguments: [
    ("`a` waits for `b`.", "`c` waits for `d`.", true),
    ("What `a` had is gone.", "What `b`, `c` and `d` had is gone.", true),
    ("`a` waits 5 ms.", "`b` waits 6 ms.", false),
    ("`a` waits.", "`b`, or `c` waits.", false),
  ])
  func `texts are alike when only names differ`(_ a: String, _ b: String, _ areAlike: Bool) {
    #expect((DistinctTexts.shape(of: a) == DistinctTexts.shape(of: b)) == areAlike)
  }
}
