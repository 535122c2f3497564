import Audio
import Opus
import SansIO

/// A voice as Opus, encoded once for all who speak with it: a crowd that speaks costs no encoder each.
///
/// The frames were encoded in one row, as the encoder remembers what came before; a listener that begins in the middle
/// hears a few milliseconds that are not quite right.
struct EncodedVoice {
  private let frames: [[UInt8]]

  /// Encodes all of `clip`.
  init(_ clip: SpeechClip) throws(OpusError) {
    let mouth = try OpusMouth()
    var frames: [[UInt8]] = []
    for index in 0..<clip.frameCount {
      let frame = clip.frame(index)
      var samples = [Int16](repeating: 0, count: OpusMouth.frame)
      for place in samples.indices { samples[place] = frame[place] }
      frames.append(mouth.encode(samples) ?? [])
    }
    self.frames = frames
  }

  /// A voice that says nothing: the payload of silence that goes on.
  static func silence() throws(OpusError) -> [UInt8] {
    let mouth = try OpusMouth()
    let samples = [Int16](repeating: 0, count: OpusMouth.frame)
    var payload: [UInt8] = []
    // Ten frames in, the encoder has settled.
    for _ in 0..<10 { payload = mouth.encode(samples) ?? payload }
    return payload
  }

  /// The payload of the clip's frame `index`, counted over its repetitions.
  subscript(index: Int) -> [UInt8] { frames[index % frames.count] }
}
