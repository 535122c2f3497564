/// What an official client (Python 1.2.1) asked for when it was pointed at a listener that answers 404.
enum CapturedJoin {
  /// The query value `join_request` of its first try, whose length needs no padding.
  static let unpadded = """
    CAESnAwfiwgAAAAAAAD_7Vpbb9s2FMYCtOsC5CVPeyT2WEARqbtY-MGOmzZDL-7SpK9jJNpRY11A0XHSf7zn_YEdynYi21S69IJt\
    GIPYkM4hjw4_nu9QX5Ddp09-2n9EDpwD8vP-L4-H_DxjxdPHxDnAB9j58bS4LMp58fvOx50fdvZ3nvzg_FnuPirHYy72_yivenhv\
    t-xZKIpj4oVeHPg-UV8-DpCDjt-g45GHiBOqYAdkb7fuWXu7socRzGO9iShnFR2cvhm-eo4wIjDFRR7yUaC8_FrmrLLYdFrOrTy7\
    5qmy5nWWWjXPWSGzhKIPr0_2dvMem6VZiWJ0OhzZ71-d2L-9H9kn_bPRESKEoMAFF0YRIi7cw4MceEDSW6aHm-SahIRMKhqjbUeW\
    cGs2FmxCReW8WFmqeUqH4cvp_MOMsbfeu49B9auw07ejE5evxpSVzMqiplJkyeWUo0lZTqy64ql1RdSYcVZMuKhEVkhaXzDL8QPk\
    B9QhNPTpEL4j-jymh_A7oIMhxQEdHFLPpQNCvZAGh9Qf0rBPsU-PjqgT0DCmgUvd4fI3xipOOFARgiN6BAEbcGsuAXqWyIrVdYNr\
    llJ8BzslaCYKmnE5phUTLK-pkJV1kQrw07oWidVgbk35FZ-25jnoQsqK2vZ8Pj-Y83OA9KAUE5tfV1xkOS9kbd9Fstl5DbtZpJYE\
    XyuM2w6jsmiCZKmdCjaW1kU5zbmwRJ4waUnBiroqhbTmWcqtJLEgCC9qhbuFSSuqd--iUl5TgKEpBJ5clcX0ZlUUVj67vr0WdfaJ\
    L-6qBioosbKa1bYXYYxt53bg-Lzx3eWXJM2W53IxKc-KSq27R_CzWc2z4pwV6ZgnPdKKDsUreNqO3cwPVCkTGz6tsTF6ETqOrYa2\
    rBiNDl-fblojZe1vWoEhh2-2jMAZyae8uigLbsGGF3KRT3uME2yNWQwx7Pw27CSGnYadhp3_UnY6hp2Gnd-BnVewLXp2xgGKQ0Qw\
    LAbDSzZW10BTHMPi4J748AngA3YSITdGHkaejzyYFqEYRmFgMybghWtHMZsYZmuY7baZfS8LJOgiCPHtGQ2VpR7rTqqKNgVhlSKD\
    yUyh-N2Z7z9sEdWU3ZQzaaUcLlphgoeFWawzKQtICrK9qdqAhF8SC0CFsmpFiR4WJSmnpYAqZQn_kr642kv82QnqvpaCs9xan0o-\
    P5VXLIOeZ23FeFBbht5yNorsGN82qkVLBntDVcHz8w37ZqduuZIkR-NMbFgLllxqTKiaZu1MQiTk9V0mTQMHI6tkLw7aTRQa4Usn\
    8LaTVh5t1srRlbbyafJW5s3EV7ZV5oszCozN-W6x-ibPuRQ3iz9l8LRHnkENXXKZfWoIbOVlypVRlONsyhevBbBrPc_BmIzX1uhp\
    0FBWBQc8cm1s2IlH2IVHeA8eoR6PUINHqMMjfBge-G_hEWnxiJZ4hGtj40484i484nvwiPV4xBo8Yh0e8TeoD76BB9HWB1nVR7w2\
    1u_CAzx6PMDRiQf4dHiAeQuPpW0dDzB-fX1s4RFo8QgWeBB_bWwnX0gXX8g9fCF6vhANX4iOLyT8-vpIN_lCtHwhS76QNl_cLrq4\
    HWxxu8niarniblPF1TDFjb--MDaBgFfhbRzAqGBw2yyBF-b-GdkGweugiNfNEE9LEG-bH56GHt6KHVl63fNXK4S1yoyLXltMeLqS\
    9xYV77ULHlTA2SjWnPFRxxkfdZ_xkfaMj7bP-Gh7aWBbbRhsVXspIFI0Z3-8OPujtd6O9WtRjo7Wju9p7Vjf2rGmtWNda8ftFTlr\
    iRLtgUWWDXpdOcaNem0taqkWdcWrrAsSrzV5B14ZpxXo4tVwoyj_eUXpGUVpFKVRlEZRGkVpFKVRlEZRGkVpFKVRlEZRGkVpFOUX\
    KUrfKEqjKI2iNIrSKEqjKI2iNIrSKEqjKI2iNIryP6ooWQXJJg1hlrpyqITlyeH7EVq8BFspkyy5YEWh_oVaJwn_H8pv4QGbpaqE\
    -ku8c3Zt5byu2YRb6r0ZHuMQz7sdnBWZpP13_f7LauTL4-P-ab_ft9VPWA0cu4C7_vNJf9IflK_6e7t_AUnazRUmOAAA
    """

  /// The query value of its second try, as it stands in the request line: padded, percent-encoded.
  static let padded = """
    CAESpwwfiwgAAAAAAAD_7Vpbb9s2FEYDtOsC5CVPeyT2WIARqbtY-EGx3TVDW7hLk-5xjEQ7WqwLJDqO84_3vD-wI9lOZJtKl16w\
    DWMBA9Lh4dHhx_Md8iuy_-L594dP6ZF5RH84_PHZQFwkPHvxjJpH5IiY351lV1k-z37b-33vyd7h3vMn5p_5_tN8PBbl4R_5dY8c\
    7Oc9jFzPo67rOMQOiO9Rj3geMtHJO3QyshE1vTrYET3Yr3r4YF_2CIJ5vDcp81nBjs_eDd4MEUEUpljIRg5y61FxI1NeYD6d5nOc\
    Jjcirq1plcS4EinPZBIx9PHt6cF-2uOzOMlRgM4GI-PDm1Pjlw8j4zQ8H71ClFLkWjBEkI-oBe_wIRM-EPVW6ZEmuSahUkYFC9Du\
    QBIJPBuXfML4ryN_bSnmMfu4CMav8-jWWRTjn89nJ5f9-WD0_jZe--SFTPKsYrJMoqupQJM8n-CqEDG-prXPOMkmoizKJJOsuuTY\
    dFzUd5lvMidkvs_CV8yhbOAzcswCn9kmc01mEjb0mD1g5pANQ-YeM89jQZ-9GjJrwEKb0SFzfDYET8qGA0YDdtxnA5dRwgbH9Wcr\
    IQF6HsmCV1WDaxIzcg87o2hWZiwRcswKXvK0YqUs8GVcwjirqjLCDeZ4Kq7FtDXPRJdSFsww5vP50VxcAKRHeTkxxE0hyiQVmayM\
    -0gGv6hgN7MYSxhrhbHaYeosmiBJbMQlH0t8mU9TUeIyjbjEsuRZVeSlxPMkFjiKMAQRWVXjjgltRbUfXFQsKgYwNIUgous8my7W\
    RYHT2c3dc1klt2L5VjRQQYnlxawybJ8QYph3juOLZuw-vyhqtjyVy0lpkhX1unuUvJxVIskueBaPRdSjrehQvKWI27Gb-W5dytSA\
    X8s3QD95pmnUri0rQaP-27Ntq19bw20rMKT_bscInJFiKorLPBMYNjyTy3zaPqa747N00ez8Ouykmp2anZqd_1J2mpqdmp3fgJ3X\
    sC1qdgYuCjxECSyGwCWb1M9AUxLA4uCdOvBz4Qd26iMrQDZBtoNsmOajALwIsJlQGIVns2Y21cxWMNtqM_tBFkjQRRDi6zMaKqv-\
    rDUpCtYUBM7LBCbzGsVvznzncYsopnyRzySOBTy0wriPC7NcZ5RnkBRkuyjagHifEwtAhbJqRfEfFyXKp3kJVcoj8Tl9cb2X5JMT\
    6vdKloKneHMq_fRUUfAEeh7eifGotgy95XzkGwG5a1TLlgz2hqqlSC-27NudujUURSkaJ-WWNePRlcKEimnSzsRDpby5z6Rp4GDk\
    hewFbruJQiN8bbr2btL1iDLreqAr7XpMkXdt3k58bVtnvjyjwNic75hXizQVslws_ytDxD36EmroSsjktiEwTvNY1MYyHydTsbwW\
    wK71bJMQOt5Yo61Ao7bWcMAnN3y9Tjy8Ljy8B_Dw1Hh4Cjw8FR7e4_AgfwsPX4mHv8LD2_ANOvEIuvAIHsAjUOMRKPAIVHgEX6E-\
    xBYeVFkfdF0fwYav04UHjKjxgIFOPGBMhQeYd_BY2TbxAOOX18cOHq4SD3eJB3U2fDv5Qrv4Qh_gC1XzhSr4QlV8od6X10e8zReq\
    5Atd8YW2-WJ10cXqYIvVTRZLyRVrlyqWgilW8OWFsQ0EXIV3cQBjDYPVZglcmMNzuguC3UERu5shtpIg9i4_bAU97DU7kvim56xX\
    CGuViSh7bTFhq0reXla83S54UAHno0BxxvsdZ7zffcb7yjPe3z3j_d2lgW29YbBV7aWASFGc_cHy7Pc3ejtRr6Ue6Gjt5IHWTtSt\
    nShaO1G1dtJekbmRKFUeWHTVoDeVY9Co19aiVmpRVby1dUnijSZvwpVxWoAuXrtrRfnPK0pbK0qtKLWi1IpSK0qtKLWi1IpSK0qt\
    KLWi1IpSK0qtKD9LUTpaUWpFqRWlVpRaUWpFqRWlVpRaUWpFqRWlVpT_UUXJC0g2agiz0pWDWlie9j-M0PISjGMueXTJs6z-E2qV\
    JPx_KL_melmBDddVwpwV3im_wamoKj4RuL43M9M1qW3fOSdZIln4Pgxf51eu3z8Jz8IwNJp_x6dvFxm8hcNJOAmP8zfhwf5fWWQ3\
    UyY4AAA%3D
    """

  /// The query of `/rtc`, to which it falls back.
  static let version0Query = """
    sdk=python&os=Debian&os_version=12.0.0&device_model=Unknown&protocol=18&client_protocol=2&auto_subsc\
    ribe=1&adaptive_stream=0&version=1.2.1&capabilities=CAP_PACKET_TRAILER%2CCAP_COMPRESSION_DEFLATE_RAW
    """
}
