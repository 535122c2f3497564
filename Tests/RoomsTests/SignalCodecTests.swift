import RoomMessages
import Rooms
import SansIO
import SwiftProtobuf
import Testing

struct SignalCodecTests {
  private func error(_ frame: [UInt8], json: Bool = false) -> SignalError? {
    do throws(SignalError) {
      _ = json ? try SignalCodec.request(fromJSON: frame) : try SignalCodec.request(from: frame)
      return nil
    } catch { return error }
  }

  @Test func `a kind of message that is not known is read as none and kept`() throws {
    let simulate = Wire.nested(13, Wire.number(2, 1))
    let request = try SignalCodec.request(from: simulate)
    #expect(request.message == nil)
    #expect(SignalCodec.encode(request) == simulate)
    let layers = Wire.nested(4, Wire.text(1, "local"), Wire.nested(9, Wire.number(2, 640)))
    let track = try SignalCodec.request(from: layers)
    #expect(track.addTrack.cid == "local")
    #expect(SignalCodec.encode(track) == layers)
    #expect(try SignalCodec.request(from: []).message == nil)
  }

  @Test func `frames beyond the limits are not looked at`() {
    #expect(error([UInt8](repeating: 0, count: 262_145)) == .tooLong(bytes: 262_145, limit: 262_144))
    #expect(
      error([UInt8](repeating: 32, count: 262_145), json: true) == .tooLong(bytes: 262_145, limit: 262_144))
    #expect(throws: SignalError.tooLong(bytes: 2_097_153, limit: 2_097_152)) {
      try SignalCodec.response(from: [UInt8](repeating: 0, count: 2_097_153))
    }
    #expect(
      "\(SignalError.tooLong(bytes: 5, limit: 4))" == "signalling frame of 5 bytes; at most 4 are accepted")
  }

  @Test func `a text frame is read in either spelling, and what is not known in it is passed over`() throws {
    let camel = #"{"addTrack":{"cid":"c","source":"MICROPHONE","audioFeatures":["TF_STEREO"],"later":[{}]}}"#
    let snake = #"{"add_track":{"cid":"c","source":2,"audio_features":[0]},"unheard":"of"}"#
    for text in [camel, snake] {
      let request = try SignalCodec.request(fromJSON: [UInt8](text.utf8))
      #expect(request.addTrack.cid == "c")
      #expect(request.addTrack.source == .microphone)
      #expect(request.addTrack.audioFeatures == [.tfStereo])
    }
    let ping = try SignalCodec.request(fromJSON: [UInt8](#"{"pingReq":{"timestamp":"1795605640123"}}"#.utf8))
    #expect(ping.pingReq.timestamp == 1_795_605_640_123)
    let answer = #"{"answer":{"type":"answer","midToTrackId":{"0":"TR_1"}}}"#
    #expect(try SignalCodec.response(fromJSON: [UInt8](answer.utf8)).answer.midToTrackID == ["0": "TR_1"])
  }

  @Test func `a text frame is written in camel case`() throws {
    var response = Livekit_SignalResponse()
    response.trickle.candidateInit = #"{"sdpMid":"0"}"#
    #expect(
      String(decoding: SignalCodec.encodeJSON(response), as: UTF8.self)
        == #"{"trickle":{"candidateInit":"{\"sdpMid\":\"0\"}"}}"#)
    response.pongResp.lastPingTimestamp = 9_000_000_000
    #expect(
      String(decoding: SignalCodec.encodeJSON(response), as: UTF8.self)
        == #"{"pongResp":{"lastPingTimestamp":"9000000000"}}"#)
    var request = Livekit_SignalRequest()
    request.mute.sid = "TR_1"
    #expect(try SignalCodec.request(fromJSON: SignalCodec.encodeJSON(request)) == request)
  }

  @Test func `text that is no message is refused`() {
    for text in ["", "{", "[]", "7", "null", #"{"addTrack":7}"#, #"{"ping":"x"}"#, "\u{0}"] {
      #expect(error([UInt8](text.utf8), json: true) == .json, "\(text)")
    }
    let deep = String(repeating: #"{"unheard":"#, count: 20_000)
    #expect(error([UInt8](deep.utf8), json: true) == .json)
  }

  @Test func `every cut and any change is read or refused, never a crash`() {
    var request = Livekit_SignalRequest()
    request.addTrack.cid = "local"
    request.addTrack.name = String(repeating: "ä", count: 100)
    request.addTrack.audioFeatures = [.tfNoDtx, .tfStereo]
    let frame = SignalCodec.encode(request)
    for length in 1..<frame.count { #expect(error([UInt8](frame.prefix(length))) == .protobuf) }
    var generator = SeededGenerator(seed: 11)
    var refused = 0
    for _ in 0..<20_000 {
      var changed = frame
      for _ in 0...generator.next() % 3 {
        changed[Int(generator.next() % UInt64(frame.count))] = UInt8(truncatingIfNeeded: generator.next())
      }
      if error(changed) != nil { refused += 1 }
    }
    #expect(refused > 1_000 && refused < 20_000)
  }
}
