import Quantities
import SystemModel

/// A delay as text: `5ms`, `exponential:20ms`, `pareto:0.235ms,10`, `p50=1ms,p99=10ms`, or a mixture
/// `91.22% pareto:0.235ms,10 + 8.78% exponential:1.66/ms`.
enum DelayNotation {
  static let help =
    "write a delay as in constant:5ms, exponential:20ms, exponential:1.66/ms, pareto:0.235ms,10, "
    + "uniform:1ms,5ms, lognormal:2ms,0.5, p50=1ms,p99=10ms, samples:1ms,2ms,9ms, or a mixture "
    + "'90% pareto:1ms,3 + 10% exponential:5ms'"

  static func parse(_ source: OptionText) throws(Failure) -> DelayModel {
    let parts = source.parts(of: source.whole, at: "+")
    let isShared = source.halves(of: parts[0], at: " ").0.text.last == "%"
    if parts.count == 1, !isShared { return try model(parts[0], source) }
    var mixture: [DelayModel.Part] = []
    for part in parts {
      let (share, rest) = source.halves(of: part, at: " ")
      guard let rest else {
        throw source.failure(
          "'\(part.text)' has no share in the mixture", at: part, help: help)
      }
      let weight: Percentage = try source.quantity(share)
      mixture.append(.init(weight: weight.fraction, try model(rest, source)))
    }
    return try checked(.mixture(mixture), source.whole, source)
  }

  private static func model(
    _ part: OptionText.Part, _ source: OptionText
  ) throws(Failure) -> DelayModel {
    if part.text.contains("=") { return try percentiles(part, source) }
    let (kind, rest) = source.halves(of: part, at: ":")
    guard let rest else { return .constant(milliseconds: try time(part, source)) }
    let values = source.parts(of: rest, at: ",")
    func second() throws(Failure) -> OptionText.Part {
      guard values.count == 2 else {
        throw source.failure("\(kind.text) takes two values", at: rest, help: help)
      }
      return values[1]
    }
    func only() throws(Failure) -> OptionText.Part {
      guard values.count == 1 else {
        throw source.failure("\(kind.text) takes one value", at: rest, help: help)
      }
      return values[0]
    }
    let model: DelayModel
    switch kind.text {
    case "constant": model = .constant(milliseconds: try time(try only(), source))
    case "exponential", "exp":
      model = .exponential(meanMilliseconds: try mean(try only(), source))
    case "pareto":
      let shape = try source.number(try second(), help: help)
      model = .pareto(scaleMilliseconds: try time(values[0], source), shape: shape)
    case "lognormal":
      let sigma = try source.number(try second(), help: help)
      model = .lognormal(medianMilliseconds: try time(values[0], source), sigma: sigma)
    case "uniform":
      let high = try time(try second(), source)
      model = .uniform(lowMilliseconds: try time(values[0], source), highMilliseconds: high)
    case "samples":
      var samples: [Double] = []
      for value in values { samples.append(try time(value, source)) }
      model = .empirical(samplesMilliseconds: samples)
    default:
      throw source.failure("'\(kind.text)' is no kind of delay", at: kind, help: help)
    }
    return try checked(model, part, source)
  }

  /// `p50=1ms,p99=10ms`.
  private static func percentiles(
    _ part: OptionText.Part, _ source: OptionText
  ) throws(Failure) -> DelayModel {
    var points: [DelayModel.Percentile] = []
    for point in source.parts(of: part, at: ",") {
      let (name, value) = source.halves(of: point, at: "=")
      guard name.text.first == "p", let value else {
        throw source.failure("'\(point.text)' is no percentile", at: point, help: help)
      }
      let digits = OptionText.Part(text: String(name.text.dropFirst()), start: name.start + 1)
      let percent = try source.number(digits, help: help)
      points.append(.init(quantile: percent / 100, milliseconds: try time(value, source)))
    }
    return try checked(.percentiles(points), part, source)
  }

  private static func time(
    _ part: OptionText.Part, _ source: OptionText
  ) throws(Failure) -> Double {
    try source.quantity(part, as: Duration.self).inMilliseconds
  }

  /// A mean, or a rate such as `1.66/ms`, as papers state it.
  private static func mean(
    _ part: OptionText.Part, _ source: OptionText
  ) throws(Failure) -> Double {
    let (number, unit) = source.halves(of: part, at: "/")
    guard let unit else { return try time(part, source) }
    if unit.text == "ms" { return 1 / (try source.number(number, help: help)) }
    return 1000 / (try source.quantity(part, as: Rate.self).perSecond)
  }

  private static func checked(
    _ model: DelayModel, _ part: OptionText.Part, _ source: OptionText
  ) throws(Failure) -> DelayModel {
    do {
      try model.validate()
      return model
    } catch {
      throw source.failure("\(error)", at: part, help: help)
    }
  }
}
