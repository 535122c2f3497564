/// The report's whole style sheet: light and dark, screen and paper, wide and narrow.
enum StyleSheet {
  static let text: Markup = """
    :root{color-scheme:light dark;--bg:#fbfbfa;--card:#fff;--ink:#1b1d21;--soft:#62666d;--rule:#e3e3e0;
    --hair:#eeeeeb;--good:#1a7440;--good-bg:#e9f5ee;--bad:#b3261e;--bad-bg:#fcecea;--warn:#8a5300;
    --warn-bg:#fdf3e1;
    --s1:#2563c9;--s2:#c2570c;--s3:#0c7c77;--s4:#7c3fb8;--s5:#6b7280;--band:#e3efe7;--media:#e8effb;
    --chip:#f0f0ed}
    @media(prefers-color-scheme:dark){:root{--bg:#131417;--card:#1b1d21;--ink:#e9eaec;--soft:#a0a5ad;
    --rule:#34373d;
    --hair:#2c3036;--good:#68cf94;--good-bg:#16291e;--bad:#ff8a80;--bad-bg:#331a18;--warn:#f0b45c;
    --warn-bg:#2e2412;
    --s1:#7eabff;--s2:#ffa05c;--s3:#4fd1c5;--s4:#c99bf5;--s5:#9aa1ac;--band:#1c3327;--media:#1e2b45;
    --chip:#282b30}}
    *{box-sizing:border-box}
    html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
    body{margin:0;background:var(--bg);color:var(--ink);
    font:16px/1.55 system-ui,-apple-system,"Segoe UI",sans-serif}
    main,body>header,body>footer{max-width:1120px;margin:0 auto;padding:0 32px}
    body>header{padding-top:56px}
    body>footer{padding-top:40px;padding-bottom:64px;color:var(--soft);font-size:14px}
    h1{font-size:34px;line-height:1.2;letter-spacing:-.02em;margin:4px 0 10px;font-weight:650;
    overflow-wrap:anywhere}
    h2{font-size:22px;line-height:1.3;letter-spacing:-.01em;margin:0 0 16px;font-weight:620}
    h2:has(+.about){margin-bottom:4px}.about{margin-bottom:18px}
    h3{font-size:15px;margin:0 0 8px;font-weight:620}
    p{margin:0 0 12px;max-width:72ch}
    a{color:var(--s1)}
    :focus-visible{outline:2px solid var(--s1);outline-offset:2px;border-radius:3px}
    .kicker{color:var(--soft);font-size:14px;letter-spacing:.02em;margin:0}
    .lead{font-size:18px;color:var(--soft);overflow-wrap:anywhere}
    .soft,.lead,figcaption{color:var(--soft)}
    .small,figcaption{font-size:14px}
    section{margin:56px 0 0}
    section.first{margin-top:28px}
    .absent{color:var(--soft);font-size:14px;margin:40px 0 0;padding:12px 0;
    border-top:1px solid var(--rule);max-width:none}.absent+.absent{margin-top:0}
    .facts{display:flex;flex-wrap:wrap;gap:6px 28px;margin:18px 0 0;padding:0;font-size:14px}
    .facts div{display:flex;gap:8px}.facts dt{color:var(--soft)}.facts dd{margin:0;overflow-wrap:anywhere}
    .verdicts{display:grid;grid-template-columns:1fr 1fr 200px;gap:16px}
    .verdict{background:var(--card);border:1px solid var(--rule);border-radius:12px;padding:20px 24px}
    .verdict.good{background:var(--good-bg);border-color:var(--good)}
    .verdict.bad{background:var(--bad-bg);border-color:var(--bad)}
    .verdict .ask{font-size:14px;color:var(--soft);margin:0}
    .verdict .word{font-size:30px;line-height:1.25;font-weight:660;letter-spacing:-.01em;margin:0 0 2px}
    .verdict .why{font-size:14px;margin:0}
    .good .word,.yes{color:var(--good)}.bad .word,.no{color:var(--bad)}
    .notes{margin:16px 0 0;padding:14px 24px 14px 42px;background:var(--warn-bg);border-radius:12px;
    font-size:14px}
    .notes li{margin:2px 0}.notes li::marker{color:var(--warn);content:"!  ";font-weight:700}
    nav{margin-top:18px;font-size:14px;display:flex;flex-wrap:wrap;gap:4px 18px}
    nav a{text-decoration:none}nav a:hover{text-decoration:underline}
    .pair{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:24px}
    .side{display:grid;grid-template-columns:minmax(0,2fr) minmax(0,1fr);gap:32px;align-items:start}
    .pair>*,.side>*{min-width:0}
    .tiles{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:16px}
    .tile{background:var(--card);border:1px solid var(--rule);border-radius:12px;padding:18px 20px}
    .tile h3{color:var(--soft);font-weight:500;font-size:14px;margin:0}
    .tile .big{font-size:28px;line-height:1.35;font-weight:640;letter-spacing:-.01em;margin:0;
    white-space:nowrap;
    font-variant-numeric:tabular-nums}
    .tile p{font-size:13.5px;margin:0;color:var(--soft);font-variant-numeric:tabular-nums}
    .tile p.big{color:var(--ink)}
    figure{margin:0;background:var(--card);border:1px solid var(--rule);border-radius:12px;
    padding:18px 18px 10px}
    figcaption{margin:0 0 8px;line-height:1.45}figcaption strong{color:var(--ink);font-size:15px;
    font-weight:620}
    svg{display:block;width:100%;height:auto;overflow:visible}
    svg text{font:13px system-ui,-apple-system,"Segoe UI",sans-serif;fill:var(--soft);
    font-variant-numeric:tabular-nums}
    .mid{text-anchor:middle}.end{text-anchor:end}svg .strong{fill:var(--ink);font-weight:620}
    .pair .plot text{font-size:16px}.pair .plot .name{font-size:15px}
    .pair .plot .tick{transform:translateY(3px)}
    .pair figure{display:flex;flex-direction:column}.pair figure>:last-child{margin-top:auto}
    .grid{stroke:var(--hair);fill:none}.axis{stroke:var(--s5);fill:none;opacity:.55}
    .bar{fill:var(--s1)}.bar:hover{fill:var(--s2)}
    .band{fill:var(--band)}.zero{stroke:var(--ink);stroke-width:1.5;fill:none}
    .median{stroke:var(--s2);stroke-width:2;stroke-dasharray:5 4;fill:none}.median-mark{fill:var(--s2)}
    .limit{stroke:var(--s2);stroke-dasharray:6 5;fill:none}svg .limit-name{fill:var(--s2);font-size:12px}
    .line{fill:none;stroke-width:2.2;stroke-linejoin:round;stroke-linecap:round}
    .dots{fill:none;stroke-width:4.2;stroke-linecap:round;opacity:.55}.dot{stroke:var(--card);
    stroke-width:1.5}
    .line.s1,.dots.s1{stroke:var(--s1)}.line.s2{stroke:var(--s2);stroke-dasharray:9 4}
    .line.s3{stroke:var(--s3);stroke-dasharray:2 4}.line.s4{stroke:var(--s4)}
    .line.s5{stroke:var(--s5);stroke-dasharray:6 6}
    .plain .line{stroke-dasharray:none}
    .dot.s1{fill:var(--s1)}.dot.s2{fill:var(--s2)}.dot.s3{fill:var(--s3)}.dot.s4{fill:var(--s4)}
    .legend{list-style:none;display:flex;flex-wrap:wrap;gap:2px 18px;margin:0 0 6px;padding:0;
    font-size:13px;color:var(--soft)}
    .legend li{display:flex;align-items:center;gap:7px}svg.sample{width:26px}
    .lane{stroke:var(--rule);stroke-width:2;fill:none}.media{fill:var(--media)}
    .arrow{fill:none;stroke-width:1.6;stroke:var(--s1)}.arrow.in{stroke:var(--s3)}
    .arrow.again,.arrow.head{stroke:var(--s2)}.arrow.again{stroke-dasharray:5 4}
    .ladder text.mid{fill:var(--ink)}
    .whisker{stroke:var(--s2);stroke-width:1.6;fill:none}
    .stay{margin-top:10px;width:auto}.stay td{padding:2px 14px 2px 0;border:0}
    .k-silence{fill:var(--chip)}.k-speech{fill:var(--s1)}.k-probes{fill:var(--s3)}
    .k-tone,.k-dtmf,.k-answers{fill:var(--s4)}
    .k-echo,.k-hold,.k-muted{fill:var(--s5)}
    svg .on-speech,svg .on-probes,svg .on-tone,svg .on-dtmf,svg .on-echo,svg .on-hold,svg .on-answers,svg .on-muted{fill:var(--card);
    font-size:12px}
    svg .on-silence{font-size:12px}
    .probe-out{stroke:var(--s3);stroke-width:1.6;fill:none}.probe-in{stroke:var(--s4);stroke-width:1.6;
    fill:none}
    .due{stroke:var(--ink);stroke-dasharray:4 3;fill:none}.bye{stroke:var(--s2);stroke-width:2;fill:none}
    svg .due-name{fill:var(--ink)}svg .bye-name{fill:var(--s2);font-weight:620}
    .scroll{overflow-x:auto}.scroll td,.scroll th{white-space:nowrap}.next{margin-top:28px}
    .next+p{margin-top:10px}
    table{border-collapse:collapse;width:100%;font-size:14px;font-variant-numeric:tabular-nums}
    caption{text-align:left;font-weight:620;font-size:15px;padding:0 0 6px}
    th,td{padding:8px 12px 8px 0;text-align:left;border-bottom:1px solid var(--hair);vertical-align:baseline}
    thead th{color:var(--soft);font-weight:500;font-size:13px;border-bottom:1px solid var(--rule);
    white-space:nowrap}
    th:last-child,td:last-child{padding-right:0}
    tbody th{font-weight:500}
    .r,td.r{text-align:right;white-space:nowrap}
    .checks td:nth-child(2){text-align:right;white-space:nowrap}
    .checks td:last-child,.checks th:last-child{width:3.4em;text-align:right;white-space:nowrap}
    .thin{color:var(--soft)}
    code,.mono{font:13px/1.5 ui-monospace,"SF Mono",Menlo,Consolas,monospace;overflow-wrap:anywhere}
    pre{background:var(--card);border:1px solid var(--rule);border-radius:12px;padding:14px 18px;
    overflow-x:auto;margin:0 0 16px}
    .calls{white-space:nowrap}.calls td,.calls th{padding-right:14px}.calls thead th{vertical-align:bottom}
    .calls summary{cursor:pointer;padding:2px 0}.calls tbody:hover{background:var(--card)}
    .scroll:has(.calls){max-height:min(85vh,900px);overflow-y:auto;
    border-bottom:1px solid var(--rule)}
    .calls thead{position:sticky;top:0;z-index:1;background:var(--bg)}
    .calls .detail{display:none}.calls tbody:has(details[open]) .detail{display:table-row}
    .scroll .calls .detail>td{white-space:normal;padding:8px 0 28px;border-bottom:1px solid var(--rule)}
    .calls tbody:has(details[open]) tr:first-child td{border-bottom-color:transparent}
    .detail .box{max-width:min(640px,calc(100vw - 32px));position:sticky;left:0}.detail svg{margin-top:10px}
    .detail p{overflow-wrap:anywhere;margin:0 0 4px}
    .chip{display:inline-block;border-radius:99px;padding:1px 10px;font-size:13px;background:var(--chip)}
    .chip.yes{background:var(--good-bg)}.chip.no{background:var(--bad-bg)}
    th button{all:unset;cursor:pointer}th button:focus-visible{outline:2px solid var(--s1);outline-offset:2px}
    th button::after{content:" ↕";opacity:.35}th[aria-sort=ascending] button::after{content:" ↑";opacity:1}
    th[aria-sort=descending] button::after{content:" ↓";opacity:1}
    .tools{display:none;gap:18px;align-items:center;font-size:14px;margin:8px 0 14px}
    .js .tools{display:flex;flex-wrap:wrap}
    .tools input[type=search]{font:inherit;color:inherit;background:var(--card);border:1px solid var(--rule);
    border-radius:8px;padding:6px 12px;min-width:220px}
    .funnel td:nth-child(2){width:55%}.funnel tbody>tr>*{vertical-align:middle}
    .meter{height:18px;border-radius:4px;background:var(--s1)}
    .meter.optional{background:var(--s5);opacity:.6}
    dl.terms{display:grid;grid-template-columns:minmax(150px,1fr) 3.4fr;gap:0 24px;margin:0;font-size:14px}
    .terms dt,.terms dd{padding:8px 0;margin:0;border-bottom:1px solid var(--hair);overflow-wrap:anywhere}
    .terms dt{font-weight:560}.terms dd p{margin:0;max-width:none}
    details.more{margin:16px 0 0}details.more>summary{cursor:pointer;color:var(--s1);font-size:14px;
    padding:4px 0}
    #tip{position:fixed;z-index:9;pointer-events:none;background:var(--ink);color:var(--bg);font-size:13px;
    padding:4px 10px;border-radius:6px;display:none;white-space:nowrap}
    @media(min-width:821px){.tiles:has(>:nth-child(4):last-child){
    grid-template-columns:repeat(4,minmax(0,1fr))}}
    @media(max-width:820px){main,body>header,body>footer{padding-left:16px;padding-right:16px}
    body>header{padding-top:28px}
    .verdicts,.pair,.side{grid-template-columns:minmax(0,1fr)}.side{gap:18px}section{margin-top:44px}
    .tiles{grid-template-columns:repeat(2,minmax(0,1fr))}
    h1{font-size:27px}figure{padding:14px 10px 8px}dl.terms{grid-template-columns:minmax(0,1fr)}
    .terms dt{border:0;padding-bottom:0}.terms dd{padding-top:2px}.funnel td:nth-child(2){width:30%}}
    @media(max-width:560px){svg.plot text,.pair .plot text,.pair .plot .name,svg .limit-name{font-size:20px}
    .plot .tick,.pair .plot .tick{transform:translateY(5px)}
    .detail svg text{font-size:17px}
    .tiles{grid-template-columns:repeat(2,minmax(0,1fr));gap:10px}.tile{padding:14px}
    .tile .big{font-size:22px}}
    @media print{:root{--bg:#fff;--card:#fff}body{font-size:11pt}nav,.tools{display:none!important}
    .scroll:has(.calls){max-height:none}.calls thead{position:static}
    section{margin-top:28px}figure,.tile,.verdict,tr{break-inside:avoid}
    main,body>header,body>footer{padding:0;max-width:none}
    *{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
    """
}
