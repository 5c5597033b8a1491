import ArgumentParser
import EmbeddedFiles

struct Initialize: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Writes a starter description.",
    discussion:
      "Without a name it lists the starters. The smallest description there is: 'dsdesign init minimal'."
  )

  @Argument(help: "The starter, such as order-platform.", completion: .starters)
  var starter: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Where to write it; standard output by default.", valueName: "file"),
    completion: .file())
  var output: String?

  @Flag(help: "Overwrite the file if it exists.")
  var force = false

  static let minimal = """
    dsdesign: 1
    system: {name: My system}
    operations:
      place-order: {writes: [order], requirements: {data_loss: none}}
    data: {order: {class: order}}

    """

  static var starters: [(name: String, text: String)] {
    EmbeddedFiles.below("templates/systems").map { file in
      (String(file.path.split(separator: "/").last!.dropLast(".yaml".count)), file.text)
    }
  }

  func run() throws {
    let starters = Self.starters
    guard let starter else {
      var text = "Starters; 'dsdesign init NAME -o system.yaml' writes one:\n"
      for starter in [("minimal", "# The smallest useful description.\n")] + starters {
        let about = starter.1.split(separator: "\n").first { $0.hasPrefix("#") }?.drop {
          $0 == "#" || $0 == " "
        }
        text +=
          "  \(starter.0)" + String(repeating: " ", count: max(1, 24 - starter.0.count))
          + "\(about ?? "")\n"
      }
      return Terminal.print(text)
    }
    let all = [("minimal", Self.minimal)] + starters
    guard let found = all.first(where: { $0.0 == starter }) else {
      throw Failure(
        "there is no starter '\(starter)'", file: "init",
        help: "one of " + all.map(\.0).joined(separator: ", "))
    }
    guard let output else { return Terminal.print(found.1) }
    if !force, (try? Files.read(output)) != nil {
      throw Failure("the file exists", file: output, help: "--force overwrites it")
    }
    try Files.write(found.1, to: output)
  }
}
