import RoomClient
import SansIO
import Testing

@Suite struct RoomClientErrorTests {
  @Test(arguments: ["wss://host/rtc", "https://host", "WSS://host"])
  func `TLS is refused in words`(url: String) async throws {
    let client = try ClientThread()
    let error = await #expect(throws: RoomClientError.self) {
      _ = try await client.connect(to: url, timeout: .seconds(1), events: { _ in })
    }
    #expect(error == .tlsNotSupported(url: url))
    #expect(error?.description.contains("does not support yet") == true)
  }

  @Test(arguments: [
    "", "host", "ftp://host/", "ws://", "ws://:80/", "ws://host:0/", "ws://host:99999/", "ws://h:x/",
    "ws://u@h/", "ws://h/a b", "ws://h/\r\nX: y",
  ])
  func `what is no URL is refused by name`(url: String) async throws {
    let client = try ClientThread()
    let error = await #expect(throws: RoomClientError.self) {
      _ = try await client.connect(to: url, timeout: .seconds(1), events: { _ in })
    }
    #expect(error == .url(url))
  }
}
