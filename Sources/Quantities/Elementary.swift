#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The C library's functions of a real number, in one place so that nothing else imports it.
package enum Elementary {
  static func exp(_ x: Double) -> Double { _exp(x) }
  package static func log(_ x: Double) -> Double { _log(x) }
  static func log10(_ x: Double) -> Double { _log10(x) }
  static func pow(_ base: Double, _ exponent: Double) -> Double { _pow(base, exponent) }
  static func sin(_ x: Double) -> Double { _sin(x) }
  static func cos(_ x: Double) -> Double { _cos(x) }
  static func asin(_ x: Double) -> Double { _asin(x) }
  static func erfc(_ x: Double) -> Double { _erfc(x) }
  /// `log(1 + x)`, exact for small `x`.
  static func log1p(_ x: Double) -> Double { _log1p(x) }
  /// `exp(x) - 1`, exact for small `x`.
  static func expm1(_ x: Double) -> Double { _expm1(x) }
}

private func _exp(_ x: Double) -> Double { exp(x) }
private func _log(_ x: Double) -> Double { log(x) }
private func _log10(_ x: Double) -> Double { log10(x) }
private func _pow(_ x: Double, _ y: Double) -> Double { pow(x, y) }
private func _sin(_ x: Double) -> Double { sin(x) }
private func _cos(_ x: Double) -> Double { cos(x) }
private func _asin(_ x: Double) -> Double { asin(x) }
private func _erfc(_ x: Double) -> Double { erfc(x) }
private func _log1p(_ x: Double) -> Double { log1p(x) }
private func _expm1(_ x: Double) -> Double { expm1(x) }
