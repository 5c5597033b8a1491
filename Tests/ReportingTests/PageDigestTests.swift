import Testing

@testable import Reporting

/// The published examples of FIPS 180-4 and RFC 4648.
@Suite struct PageDigestTests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func `the digest is SHA-256`(_ text: String, _ digest: String) {
    let bytes = SHA256.digest(of: Array(text.utf8))
    let digits = Array("0123456789abcdef")
    #expect(bytes.flatMap { [digits[Int($0) / 16], digits[Int($0) % 16]] } == Array(digest))
  }

  @Test(arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("foobar", "Zm9vYmFy"),
  ])
  func `its text is Base64`(_ text: String, _ encoded: String) {
    #expect(Base64.text(Array(text.utf8)) == encoded)
  }
}
