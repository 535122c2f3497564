/// Messages for the parser, with bare line feeds: `wire` makes them CR LF.
enum Corpus {
  static let invite = """
    INVITE sip:+49-30-1234@127.0.0.1:5060;user=phone SIP/2.0
    Via: SIP/2.0/UDP pc33.example.com:5066;branch=z9hG4bKnashds8;rport;keep
    Via: SIP/2.0/TCP far.example.com;branch=z9hG4bKfar;received=192.0.2.1
    Max-Forwards: 70
    Record-Route: <sip:p2.example.com;lr>, <sip:p1.example.com;lr>
    To: Bob <sip:bob@example.com>
    From: "Alice" <sip:alice@example.com>;tag=1928301774
    Call-ID: a84b4c76e66710@pc33.example.com
    CSeq: 314159 INVITE
    Contact: <sip:alice@127.0.0.9:5066>;expires=60
    Alert-Info: info=alert-internal;x-line-id=0
    X-Note: one, two
    X-Long: it goes on
      and goes on
    Content-Type: application/sdp
    Content-Length: 5

    v=0

    """

  static let bye = """
    BYE sip:c@127.0.0.1 SIP/2.0
    Via: SIP/2.0/UDP 127.0.0.2;branch=z9hG4bKx
    From: <sip:a@b>;tag=1
    To: <sip:c@d>;tag=2
    Call-ID: abc
    CSeq: 2 BYE
    Content-Length: 0


    """

  static let compact = """
    INVITE sip:user@company.com SIP/2.0
    v:  SIP / 2.0 / TCP  127.0.0.1:5060 ; branch = z9hG4bK390skdjuw
    TO :
     "I am \\"odd\\"" <sip:vivekg@chair-dnrc.example.com> ;   tag    = 8
    f: sip:caller@host5.example.net;tag=9
    i: a84b4c
    CSeq: 0009
      INVITE
    m: <sip:caller@127.0.0.1>
    l: 2

    ab
    """

  /// Valid, but seldom seen.
  static let odd = [
    // An empty reason phrase, and one that is not ASCII.
    """
    SIP/2.0 200\u{20}
    Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK1
    From: <sip:a@b>;tag=1
    To: <sip:c@d>;tag=2
    Call-ID: x
    CSeq: 1 INVITE
    Content-Length: 0


    """,
    """
    SIP/2.0 486 Занято
    Via: SIP/2.0/UDP [2001:db8::1]:5060;branch=z9hG4bK1
    From: "Жанна" <sip:a@b>;tag=1
    To: <sip:c@d>;tag=2
    Call-ID: x@[2001:db8::1]
    CSeq: 1 INVITE
    Warning: 370 b "too little"
    Content-Length: 0


    """,
    // Tokens of every allowed mark, an unknown method, an unknown scheme.
    """
    !interesting-Method0123456789_*+`.%indeed'~ sip:1.U~(be!)&isn't+$/?,/;;*@example.com SIP/2.0
    Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK-.!%66*_+`'~
    From: <sip:a@b>;tag=_token~1'+`*%!-.
    To: <tel:+15551212>
    Call-ID: intmeth.word%ZK-!.*_+'@word`~)(><:\\/"][?}{
    CSeq: 139122385 !interesting-Method0123456789_*+`.%indeed'~
    Max-Forwards: 255
    Content-Length: 0


    """,
    // No Content-Length: the datagram's end is the body's.
    """
    OPTIONS sip:a@b SIP/2.0
    Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1
    From: <sip:a@b>;tag=1
    To: <sip:c@d>
    Call-ID: x
    CSeq: 0 OPTIONS
    Contact: *
    Content-Type: multipart/mixed;boundary=x

    --x
    """,
    // An authentication scheme of the future.
    """
    SIP/2.0 401 Unauthorized
    Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1
    From: <sip:a@b>;tag=1
    To: <sip:c@d>;tag=1
    Call-ID: x
    CSeq: 1 INVITE
    WWW-Authenticate: NoOneKnowsThisScheme opaque-data=here
    WWW-Authenticate: Bearer
    Content-Length: 0


    """,
  ]

  /// All of the above.
  static let valid = [invite, compact, bye] + odd

  /// Invalid.
  static let broken = [
    "", "\n\n", "hello", "INVITE\n\n", "INVITE sip:a@b\n\n", "INVITE sip:a@b SIP/2.0\n\n", "SIP/2.0\n\n",
    "SIP/2.0 abc Hm\n\n", bye.replacing("BYE sip", with: " BYE sip"),
    bye.replacing("BYE sip", with: "BYE  sip"), bye.replacing("SIP/2.0\n", with: "SIP/2.0 \n"),
    bye.replacing("Call-ID: abc", with: "Call-ID"),
    bye.replacing("Call-ID: abc", with: "Call-ID:"), bye.replacing("Call-ID: abc", with: ": abc"),
    bye.replacing("Call-ID: abc", with: "Call-ID: abc\nCall-ID: def"),
    bye.replacing("CSeq: 2 BYE", with: "CSeq: BYE"), bye.replacing("CSeq: 2 BYE", with: "CSeq: 2"),
    bye.replacing("<sip:a@b>", with: "<sip:a@b"), bye.replacing("<sip:a@b>", with: "\"x <sip:a@b>"),
    bye.replacing("SIP/2.0/UDP 127.0.0.2", with: "SIP/2.0 127.0.0.2"),
    bye.replacing("BYE sip:c@127.0.0.1 SIP/2.0", with: "SIP/2.0 99 Low"),
    bye.replacing("BYE sip:c@127.0.0.1 SIP/2.0", with: "SIP/2.0 700 High"),
  ]
}

/// The bytes of a message written with bare line feeds.
func wire(_ text: String) -> [UInt8] { Array(text.replacing("\n", with: "\r\n").utf8) }
