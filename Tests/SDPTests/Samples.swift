/// Descriptions in the manner of systems met in the field, written for these tests.
enum Samples {
  /// A carrier's media gateway: c= before t=, maxptime, two codecs and events.
  static let carrier = """
    v=0\r
    o=root 1811203413 1811203413 IN IP4 192.0.2.10\r
    s=Carrier Media Gateway\r
    c=IN IP4 192.0.2.10\r
    t=0 0\r
    m=audio 11248 RTP/AVP 0 8 101\r
    a=rtpmap:0 PCMU/8000\r
    a=rtpmap:8 PCMA/8000\r
    a=rtpmap:101 telephone-event/8000\r
    a=fmtp:101 0-16\r
    a=ptime:20\r
    a=maxptime:20\r
    a=sendrecv\r\n
    """

  /// A PBX: A-law first, G.722 and GSM beside, maxptime 150.
  static let pbx = """
    v=0\r
    o=- 763521 3 IN IP4 pbx.example.net\r
    s=PBX\r
    c=IN IP4 198.51.100.4\r
    t=0 0\r
    m=audio 18442 RTP/AVP 9 8 3 0 101\r
    a=rtpmap:9 G722/8000\r
    a=rtpmap:8 PCMA/8000\r
    a=rtpmap:3 GSM/8000\r
    a=rtpmap:0 PCMU/8000\r
    a=rtpmap:101 telephone-event/8000\r
    a=fmtp:101 0-16\r
    a=ptime:20\r
    a=maxptime:150\r
    a=rtcp:18443 IN IP4 198.51.100.4\r
    a=sendrecv\r\n
    """

  /// A load generator: the least there is, LF only, no rtpmap.
  static let loadGenerator = """
    v=0
    o=user1 53655765 2353687637 IN IP4 127.0.0.1
    s=-
    c=IN IP4 127.0.0.1
    t=0 0
    m=audio 6000 RTP/AVP 0
    """

  /// A softphone with much to say: session attributes, Opus first, video, BFCP, rtcp-mux, ICE attributes.
  static let softphone = """
    v=0\r
    o=- 3912345678 1234567890 IN IP4 203.0.113.7\r
    s=-\r
    b=AS:125\r
    c=IN IP4 203.0.113.7\r
    t=0 0\r
    a=tool:softphone 3.1\r
    a=group:LS 1 2\r
    m=audio 20004 RTP/AVP 96 0 8 97 13\r
    b=TIAS:64000\r
    a=rtpmap:96 opus/48000/2\r
    a=fmtp:96 stereo=1;sprop-stereo=1\r
    a=rtpmap:97 telephone-event/8000\r
    a=fmtp:97 0-15\r
    a=rtcp:20005\r
    a=rtcp-mux\r
    a=ssrc:4080001 cname:someone\r
    a=candidate:1 1 UDP 2130706431 203.0.113.7 20004 typ host\r
    a=label:1\r
    a=ptime:30\r
    m=video 20006 RTP/AVP 100\r
    a=rtpmap:100 H264/90000\r
    a=inactive\r
    m=application 20008 UDP/BFCP *\r
    a=floorctrl:c-s\r\n
    """

  /// A room server's SIP gateway: dynamic numbers, two event clocks, IPv6.
  static let roomGateway = """
    v=0\r
    o=- 8410562901 8410562901 IN IP6 2001:db8::25\r
    s=RoomGateway\r
    c=IN IP6 2001:db8::25\r
    t=0 0\r
    m=audio 17390 RTP/AVP 110 0 8 111 101\r
    a=rtpmap:110 G722/8000\r
    a=rtpmap:0 PCMU/8000\r
    a=rtpmap:8 PCMA/8000\r
    a=rtpmap:111 telephone-event/48000\r
    a=rtpmap:101 telephone-event/8000\r
    a=fmtp:101 0-16\r
    a=ptime:20\r
    a=sendrecv\r\n
    """

  static let all = [carrier, pbx, loadGenerator, softphone, roomGateway]

  /// A description with one audio line, its parts exchangeable.
  static func audio(
    session: String = "c=IN IP4 192.0.2.10\r\nt=0 0\r\n", media: String = "m=audio 4000 RTP/AVP 0\r\n"
  ) -> String {
    "v=0\r\no=- 1 1 IN IP4 192.0.2.10\r\ns=-\r\n" + session + media
  }
}
