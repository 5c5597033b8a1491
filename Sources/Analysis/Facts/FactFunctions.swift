import Consistency
import Expressions
import Knowledge

/// The functions that rules have beside the standard ones.
enum FactFunctions {
  static let all: [FunctionDeclaration] = [
    .knowledge(
      name: "known",
      doc: "Whether the fact is stated, assumed or computed; false when it is not known."
        + " For exceptions that hold unless something is stated: `!known(data.conflict)`."),
    FunctionDeclaration(
      name: "names", isMember: false, parameters: [.list(.dyn)], result: .string,
      doc: "The names in a list, for texts: `stock`, `stock and order`. Reports set each name off."
    ) { arguments in
      guard case .list(let items) = arguments[0] else { return .string("") }
      return .string(ValueText.joined(items.map { ValueText.marked(ValueText.plain($0)) }))
    },
    FunctionDeclaration(
      name: "words", isMember: false, parameters: [.dyn], result: .string,
      doc: "A value as texts write it, to be joined with others: `40 min`, `1200`."
    ) { arguments in .string(ValueText.plain(arguments[0])) },
    FunctionDeclaration(
      name: "pick", isMember: false, parameters: [.list(.dyn), .string, .string], result: .string,
      doc: "For texts: the first word when the list holds one thing, else the second:"
        + " `{names(xs)} {pick(xs, 'is', 'are')}`."
    ) { arguments in
      guard case .list(let items) = arguments[0] else { return arguments[2] }
      return items.count == 1 ? arguments[1] : arguments[2]
    },
    FunctionDeclaration(
      name: "implies", parameters: .string, .string, result: .bool,
      doc: "Whether the first consistency model (or several, as in `regular + read-your-writes`)"
        + " implies the second.",
      preparing: { second in
        let wanted = model(second)
        return { first in
          if let wanted, let model = model(first) { return .bool(model.implies(wanted)) }
          guard let wanted, case .string(let given) = first,
            let models = ProvidedFact.models(given)
          else {
            return .error(
              .init(.invalidArgument, "implies() takes the ids of two consistency models"))
          }
          return .bool(ModelSet(models).implies(wanted))
        }
      }),
    FunctionDeclaration(
      name: "implies_all", parameters: .list(.string), .string, result: .bool,
      doc: "Whether the models of the list, holding together, imply the model.",
      preparing: { second in
        let wanted = model(second)
        return { first in
          guard let wanted, case .list(let items) = first, let list = models(items) else {
            return .error(.init(.invalidArgument, "implies_all() takes ids of consistency models"))
          }
          return .bool(ModelSet(list).implies(wanted))
        }
      }),
    FunctionDeclaration(
      name: "milliseconds", isMember: false, parameters: [.duration], result: .double,
      doc: "A duration as a number of milliseconds."
    ) { arguments in
      guard case .duration(let duration) = arguments[0] else { return .double(0) }
      return .double(duration / .milliseconds(1))
    },
    FunctionDeclaration(
      name: "seconds", isMember: false, parameters: [.duration], result: .double,
      doc: "A duration as a number of seconds."
    ) { arguments in
      guard case .duration(let duration) = arguments[0] else { return .double(0) }
      return .double(duration / .seconds(1))
    },
    FunctionDeclaration(
      name: "times", isMember: false, parameters: [.duration, .double], result: .duration,
      doc: "A duration taken so many times; a product beyond 292 years is an error."
    ) { arguments in
      guard case .duration(let duration) = arguments[0], case .double(let factor) = arguments[1]
      else { return .duration(.zero) }
      let seconds = duration / .seconds(1) * factor
      guard abs(seconds) < 9.2e9 else { return .error(.init(.overflow, "duration out of range")) }
      return .duration(.seconds(seconds))
    },
    FunctionDeclaration(
      name: "distinct", isMember: false, parameters: [.list(.string)], result: .list(.string),
      doc: "The texts of a list, each once."
    ) { arguments in
      guard case .list(let items) = arguments[0] else { return .list([]) }
      return .texts(unique(texts(items)))
    },
    FunctionDeclaration(
      name: "intersects", parameters: .list(.string), .list(.string), result: .bool,
      doc: "Whether two lists of texts share one.",
      preparing: { second in
        guard case .list(let right) = second else { return { _ in .bool(false) } }
        let wanted = Set(texts(right))
        return { first in
          guard case .list(let left) = first else { return .bool(false) }
          return .bool(
            left.contains {
              if case .string(let text) = $0 { wanted.contains(text) } else { false }
            })
        }
      }),
    FunctionDeclaration(
      name: "sum", isMember: false, parameters: [.list(.double)], result: .double,
      doc: "The sum of a list of numbers."
    ) { arguments in
      .double(numbers(arguments).reduce(0, +))
    },
    FunctionDeclaration(
      name: "max_of", isMember: false, parameters: [.list(.double)], result: .double,
      doc: "The largest number of a list; 0 of an empty one."
    ) { arguments in .double(numbers(arguments).max() ?? 0) },
    FunctionDeclaration(
      name: "min_of", isMember: false, parameters: [.list(.double)], result: .double,
      doc: "The smallest number of a list; 0 of an empty one."
    ) { arguments in .double(numbers(arguments).min() ?? 0) },
    FunctionDeclaration(
      name: "percent", isMember: false, parameters: [.double], result: .string,
      doc: "A fraction as text: 0.9995 as `99.95 %`."
    ) { arguments in
      guard case .double(let fraction) = arguments[0] else { return .string("") }
      let percent = (fraction * 100 * 1e7).rounded() / 1e7
      let isWhole = percent == percent.rounded() && abs(percent) < 1e15
      return .string((isWhole ? "\(Int64(percent))" : "\(percent)") + " %")
    },
    FunctionDeclaration(
      name: "version_at_least", isMember: false, parameters: [.string, .string], result: .bool,
      doc: "Compares dotted version numbers part by part."
    ) { arguments in
      let versions = texts(arguments).compactMap { Version($0) }
      return .bool(versions.count == 2 && versions[0] >= versions[1])
    },
  ]

  private static func numbers(_ arguments: [Value]) -> [Double] {
    guard case .list(let items) = arguments[0] else { return [] }
    return items.compactMap { if case .double(let number) = $0 { number } else { nil } }
  }

  private static func texts(_ values: [Value]) -> [String] {
    values.compactMap { if case .string(let text) = $0 { text } else { nil } }
  }

  private static func model(_ value: Value) -> ConsistencyModel? {
    if case .string(let id) = value { ConsistencyModel(id) } else { nil }
  }

  private static func models(_ values: [Value]) -> [ConsistencyModel]? {
    let models = values.compactMap(model)
    return models.count == values.count ? models : nil
  }
}
