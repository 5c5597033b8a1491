import Diagnostics
import SystemModel
import Testing

/// The example that the format is explained with, read whole.
struct ExampleTests {
  let file = SourceFile(name: "system.yaml", text: exampleDescription)

  func example() throws -> SystemDescription {
    let (description, diagnostics) = SystemDescription.read(file)
    #expect(diagnostics.map(summary) == [])
    return try #require(description)
  }

  @Test func `the system and its team are read`() throws {
    let system = try example()
    #expect(system.formatVersion.value == .current)
    #expect(system.system.name.value == "Order platform")
    #expect(system.system.stage?.value == .production)
    #expect(system.system.scale?.peakRate?.value.perSecond == 2500)
    #expect(system.system.scale?.dataSize?.value.bytes == 800 << 30)
    #expect(system.system.scale?.growth?.value.perYear == 2)
    #expect(system.system.scale?.users == nil)
    #expect(system.team?.engineers?.value == 8)
    #expect(system.team?.skills.names == ["postgresql", "kafka", "raft"])
    #expect(system.team?.skills["raft"]?.value == .unskilled)
    #expect(
      system.priorities.values == [.correctness, .availability, .latency, .simplicity, .cost])
    #expect(system.requirements?.availability?.value.complement == 0.0005)
    #expect(system.requirements?.latency?[99]?.value == .milliseconds(500))
    #expect(system.requirements?.dataLoss?.value == .nothing)
    #expect(system.constraints == nil)
  }

  @Test func `the topology is read`() throws {
    let topology = try #require(try example().topology)
    #expect(topology.regions.names == ["us-east", "eu-west"])
    #expect(topology.regions["us-east"]?.zoneNames == ["a", "b", "c"])
    #expect(topology.links.count == 1)
    let link = topology.links[0]
    #expect(link.between.first.value == Place(region: "us-east"))
    #expect(link.between.second.value == Place(region: "eu-west"))
    #expect(link.roundTrip?.median?.value == .milliseconds(76))
    #expect(link.loss?.value.fraction == 0.0001)
    #expect(topology.clocks?.sync?.value == .ntp)
    #expect(topology.pauses?.max?.value == .milliseconds(1500))
    #expect(topology.faultModel == nil)
  }

  @Test func `services and stores are read`() throws {
    let system = try example()
    #expect(system.services.names == ["checkout", "card-processor"])
    #expect(
      system.services["checkout"]?.runsIn.values.map(\.description)
        == ["us-east/a", "us-east/b", "us-east/c"])
    #expect(system.services["card-processor"]?.external?.value == true)
    #expect(system.stores.names == ["orders-db", "carts-db", "events", "locks"])
    let orders = try #require(system.stores["orders-db"])
    #expect(orders.product?.value == "postgresql")
    #expect(orders.version?.value == "16")
    #expect(orders.settings?.value["synchronous-commit"]?.value == .text("on"))
    #expect(
      orders.replicas.map(\.place.value.description) == ["us-east/a", "us-east/b", "eu-west/a"])
    #expect(orders.failover?.mode?.value == .automatic)
    #expect(orders.failover?.timeout?.value == .seconds(30))
    #expect(orders.failover?.fencing?.value == .unfenced)
    #expect(system.stores["events"]?.settings?["min_insync_replicas"]?.value == .integer(1))
  }

  @Test func `data and operations are read`() throws {
    let system = try example()
    #expect(system.data["stock"]?.invariants.values == [.nonNegative])
    #expect(system.data["stock"]?.store?.value == StoreName("orders-db"))
    #expect(system.data["cart"]?.conflict?.value == .lastWriterWins)
    let place = try #require(system.operations["place-order"])
    #expect(place.steps.map(\.name.value) == ["create-order", "reserve-stock", "charge-card"])
    #expect(place.steps[0].undo?.value == "cancel-order")
    #expect(place.allWrites.map(\.value.text) == ["order", "stock"])
    #expect(place.allCalls.map(\.value.text) == ["card-processor"])
    #expect(place.publishes["OrderPlaced"]?.via?.value == .dualWrite)
    #expect(place.retries?.attempts?.value == .atMost(5))
    #expect(place.retries?.backoff?.value == .immediate)
    #expect(place.requirements?.atomicity?.value == .allOrNothing)
    #expect(
      system.operations["ship-order"]?.consumes["OrderPlaced"]?.delivery?.value == .atLeastOnce)
    #expect(system.operations["add-to-cart"]?.requirements?.onPartition?.value == .continue)
    let lock = try #require(system.coordination["shipping-scheduler"])
    #expect(lock.lease?.timeToLive?.value == .seconds(1))
    #expect(lock.fencing?.value == .unfenced)
    #expect(lock.protects.values == [ComponentName("orders-db")])
    #expect(system.failureDetection["orders-failover"]?.missed?.value == 3)
  }

  @Test func `every value knows where it stands`() throws {
    let system = try example()
    let orders = try #require(system.stores["orders-db"])
    #expect(file.text(of: orders.nameSpan) == "orders-db")
    #expect(file.position(of: Int(orders.nameSpan.start)) == SourcePosition(line: 34, column: 3))
    let timeout = try #require(orders.failover?.timeout)
    #expect(file.text(of: timeout.span) == "30s")
    #expect(file.text(of: timeout.keySpan) == "timeout")
    #expect(file.text(of: orders.replicas[2].place.span) == "eu-west/a")
    let version = try #require(orders.version)
    #expect(file.text(of: version.span) == "\"16\"")
    let latency = try #require(system.requirements?.latency?[99])
    #expect(file.text(of: latency.span) == "500ms")
    #expect(file.text(of: latency.keySpan) == "p99")
    let setting = try #require(system.stores["events"]?.settings?["acks"])
    #expect(file.text(of: setting.nameSpan) == "acks")
    #expect(file.text(of: setting.span) == "\"1\"")
    let data = try #require(system.data["order"]?.store)
    #expect(file.text(of: data.span) == "orders-db")
  }
}
