import CZlib

/// Packs and unpacks gzip streams (RFC 1952) by zlib.
public enum Gzip {
  /// Packs as small as zlib can.
  public static func pack(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    let ready = callbridge_deflate_init_gzip(&stream)
    precondition(ready == Z_OK, "zlib refuses to pack (\(ready)): is there memory left?")
    defer { deflateEnd(&stream) }
    var bytes = bytes
    let room = Int(deflateBound(&stream, UInt(bytes.count)))
    return [UInt8](unsafeUninitializedCapacity: room) { output, count in
      let result = bytes.withUnsafeMutableBufferPointer { input in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(room)
        return deflate(&stream, Z_FINISH)
      }
      precondition(result == Z_STREAM_END, "zlib packs \(bytes.count) bytes into more than its own bound")
      count = room - Int(stream.avail_out)
    }
  }

  /// Unpacks one stream that fills `bytes`, into at most `limit` bytes: a small stream that would unpack to
  /// gigabytes costs no more than that.
  public static func unpack(_ bytes: [UInt8], limit: Int) throws(GzipError) -> [UInt8] {
    precondition(limit >= 0 && limit < 1 << 30, "cannot unpack up to \(limit) bytes; 0 to 2^30")
    guard bytes.count < 1 << 30 else { throw .tooLong(limit: limit) }
    // One byte more than allowed tells a stream that is too long from one that just fits. Most streams are short: all
    // the memory is taken only for one that does not fit into little.
    let room = limit + 1
    let little = min(room, max(4096, 8 * bytes.count))
    var (unpacked, result, left) = inflated(bytes, room: little)
    if unpacked.count == little, little < room { (unpacked, result, left) = inflated(bytes, room: room) }
    guard unpacked.count <= limit else { throw .tooLong(limit: limit) }
    switch result {
    case Z_STREAM_END where left == 0: return unpacked
    case Z_STREAM_END: throw .trailing(bytes: left)
    case Z_BUF_ERROR, Z_OK: throw .truncated
    default: throw .damaged
    }
  }

  /// What comes out of `bytes` as far as it fits into `room` bytes, zlib's verdict, and how many bytes it left.
  private static func inflated(_ bytes: [UInt8], room: Int) -> (bytes: [UInt8], result: Int32, left: Int) {
    var stream = z_stream()
    let ready = callbridge_inflate_init_gzip(&stream)
    precondition(ready == Z_OK, "zlib refuses to unpack (\(ready)): is there memory left?")
    defer { inflateEnd(&stream) }
    var bytes = bytes
    var result = Z_OK
    let unpacked = [UInt8](unsafeUninitializedCapacity: room) { output, count in
      result = bytes.withUnsafeMutableBufferPointer { input in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(room)
        return inflate(&stream, Z_FINISH)
      }
      count = room - Int(stream.avail_out)
    }
    return (unpacked, result, Int(stream.avail_in))
  }
}
