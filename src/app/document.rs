//! The whole document, rendered on the server.

use leptos::{
    either::{Either, EitherOf4},
    prelude::*,
    tachys::view::RenderHtml,
};

use super::{
    App,
    outlet::{Shown, title},
};
use crate::{
    client::{state::ChatState, store::ChatStore},
    components::{
        Brand, HouseHeader, LanguageSwitch, PageRefusal, SkipLinks,
        ui::{Ui, texts},
    },
    i18n::{Texts, words},
    pages::{Gate, Locked, NotFound, RoomShut},
    protocol::{Look, Snapshot, cookies, look::Theme},
};

/// Where the built site's files are: absolute paths or addresses, with the hashes of their content in them.
#[derive(Clone, Debug)]
pub struct Assets {
    pub js: String,
    pub wasm: String,
    pub css: String,
    /// The script of the page `/check`.
    pub check: String,
    /// The module of the palette and the shortcuts.
    pub palette: String,
    /// The module that completes names behind an @.
    pub mention: String,
    /// The script of passkeys.
    pub passkey: String,
    /// What documents that are not live need besides `css`, and what is loaded when somebody asks for it.
    pub apart: String,
    /// What uploads pictures.
    pub pictures: String,
    /// What shows notifications, where somebody turned them on.
    pub bell: String,
    /// The socket on which the development server tells that the site was built anew.
    pub reload: Option<String>,
}

/// The document as HTML text. `nonce` is the one that the response's CSP header names; no other script is in it, and
/// no style but the sheet.
///
/// Everything is known when rendering starts, so there is nothing to wait for and nothing to stream.
pub fn render(snapshot: Snapshot, look: Look, assets: &Assets, nonce: &str) -> String {
    let (assets, nonce) = (assets.clone(), nonce.to_owned());
    let owner = Owner::new();
    let html = owner.with(|| view! { <Shell snapshot look assets nonce /> }.to_html());
    owner.unset_with_forced_cleanup();
    html
}

/// The document, from its doctype on.
#[component]
pub fn Shell(snapshot: Snapshot, look: Look, assets: Assets, nonce: String) -> impl IntoView {
    let ui = Ui::new(&snapshot);
    let tag = ui.language.tag();
    let state = ChatState::from(snapshot.clone());
    let (title, live) = (title(&state, ui.texts), is_live(&state));
    let mut script = if live { start_script(&assets, ui.texts) } else { warm_script(&assets) };
    script.extend(assets.reload.as_deref().map(reload_script));
    let data = live.then(|| {
        let texts = words::lines(&ui.texts.words, ui.texts.refusal);
        view! {
            // The document is small: laid out once and whole, it costs a phone less than in the pieces in which it comes.
            <link rel="expect" blocking="render" href="#scripts-failed" />
            <script type="application/json" id="snapshot" inner_html=data_block(&snapshot)></script>
            <script type="text/plain" id="texts" inner_html=texts></script>
        }
    });
    // A live page asks for it when something needs it, and where there are no scripts at once.
    let apart = ["<link rel=\"stylesheet\" href=\"", &assets.apart, "\">"].concat();
    let apart = match live {
        true => Either::Left(view! { <noscript inner_html=apart></noscript> }),
        false => Either::Right(view! { <link rel="stylesheet" href=assets.apart /> }),
    };
    let store = ChatStore::new(snapshot);
    store.provide();
    ui.provide();
    view! {
        <!DOCTYPE html>
        <html lang=tag dir="ltr" data-theme=look.theme_attribute() data-size=look.size_attribute()>
            <Head title look texts=ui.texts>
                // Before the style sheet, for which a script would have to wait.
                <script nonce=nonce inner_html=script></script>
                <link rel="stylesheet" href=assets.css />
                {apart}
                {data}
            </Head>
            <body class=Shown::of(&state).body_class()>
                {if live {
                    Either::Left(view! { <App store ui /> <ScriptsFailed /> })
                } else {
                    Either::Right(view! { <Still shown=Shown::of(&state) guest=state.me.is_some() /> })
                }}
            </body>
        </html>
    }
}

/// What every document says about itself, with its scripts and its style.
#[component]
pub fn Head(title: String, look: Look, texts: &'static Texts, children: Children) -> impl IntoView {
    let scheme = look.theme_attribute().unwrap_or("light dark");
    // What a browser paints its own frame in: `--hanji` of `style/tokens.css`. It takes the first that holds.
    let frame = match look.theme {
        Theme::System => None,
        Theme::Light => Some("#f6f1e5"),
        Theme::Dark => Some("#1c1915"),
    };
    view! {
        <head>
            <meta charset="utf-8" />
            <title>{title}</title>
            <meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content" />
            <meta name="description" content=texts.description />
            <meta name="color-scheme" content=scheme />
            {frame.map(|color| view! { <meta name="theme-color" content=color /> })}
            <meta name="theme-color" content="#f6f1e5" media="(prefers-color-scheme: light)" />
            <meta name="theme-color" content="#1c1915" media="(prefers-color-scheme: dark)" />
            <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
            <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
            // With the cookies, of which one says the language.
            <link rel="manifest" href="/manifest.webmanifest" crossorigin="use-credentials" />
            {children()}
        </head>
    }
}

/// Whether the browser takes the page over. A stranger has nothing to hear from the house yet, and an address that
/// leads nowhere has nothing to show: those pages are what the server made them, which spares the program their views.
fn is_live(state: &ChatState) -> bool {
    state.me.is_some() && !matches!(Shown::of(state), Shown::NotFound | Shown::Locked)
}

/// The body of a page that is not live.
#[component]
fn Still(shown: Shown, guest: bool) -> impl IntoView {
    let header =
        if guest { Either::Left(view! { <HouseHeader /> }) } else { Either::Right(view! { <StrangersHeader /> }) };
    view! {
        <SkipLinks />
        {header}
        // These say themselves why.
        {(!matches!(shown, Shown::Locked | Shown::NotFound)).then(|| view! { <PageRefusal /> })}
        <main class="main" id="main">
            {match shown {
                Shown::Gate => EitherOf4::A(view! { <Gate /> }),
                Shown::RoomShut(refusal, ending) => EitherOf4::B(view! { <RoomShut refusal ending /> }),
                Shown::Locked => EitherOf4::C(view! { <Locked /> }),
                Shown::Lobby | Shown::Room | Shown::NotFound => EitherOf4::D(view! { <NotFound /> }),
            }}
        </main>
    }
}

#[component]
fn StrangersHeader() -> impl IntoView {
    view! {
        <header class="house-header">
            <Brand />
            <div class="house-tools">
                <a class="quiet-button" href="/me">
                    {texts().own_page}
                </a>
                <LanguageSwitch />
            </div>
        </header>
    }
}

/// Shown by [`start_script`] when the page cannot be made live; its forms go on working.
#[component]
fn ScriptsFailed() -> impl IntoView {
    view! {
        <p class="banner scripts-failed" id="scripts-failed" role="alert" hidden=true>
            {texts().scripts_failed}
        </p>
    }
}

/// Loads the page's program beside the document rather than after it, and starts it once the document is there. A
/// plain script, because modules wait for the end of the document; and no preloading links, which browsers without
/// scripts would report as blocked.
fn start_script(assets: &Assets, texts: &Texts) -> String {
    let halves = [0, 12].map(|hour| (texts.clock)(hour, 0));
    let clocks = CLOCKS.replace("$HALVES", &serde_json::Value::from(&halves[..]).to_string());
    let script = ["{", LOAD, START, KEYS, NAMES, BADGE, BELL, SHEET, "}"].concat();
    with_addresses(&script.replace("$CLOCKS", &clocks), assets)
}

/// Loads what the next page will need while this one is read.
fn warm_script(assets: &Assets) -> String {
    with_addresses(WARM, assets)
}

/// Loads the page anew when the development server has built it anew.
fn reload_script(socket: &str) -> String {
    format!(";new WebSocket('{socket}').onmessage=()=>location.reload()")
}

/// How a module is loaded that somebody asked for, with the style that it needs.
const LOAD: &str = "let sheet;\
const load=file=>Promise.all([import(file),sheet??=new Promise(done=>document.head.append(\
Object.assign(document.createElement('link'),{rel:'stylesheet',href:$APART,onload:done,onerror(){sheet=null;this.remove();done()}})))])\
.then(([module])=>module);";

/// The program begins in one task, reads in another and takes the page over in a third, so that a phone answers to touches
/// in between.
const START: &str = "let live;{\
const ready=new Promise(r=>addEventListener('DOMContentLoaded',r)),wasm=fetch($WASM),pause=()=>new Promise(r=>setTimeout(r));\
$ZONE;$CLOCKS;$PICK;\
import($JS).then(async m=>{await m.default({module_or_path:wasm});await ready;await pause();m.read();await pause();m.hydrate();live=true})\
.catch(async e=>{console.error(e);await ready;\
document.documentElement.classList.add('scripts-failed');\
document.getElementById('scripts-failed').hidden=false})}";

/// Loads the palette and the shortcuts when somebody asks for them. What belongs to an input method, or to a field in
/// which somebody writes, is none of theirs; the field of a dialog that was just shut has the focus for a moment still. Once
/// loaded it answers within the key press: what is typed next is for the palette.
///
/// The conversation is one stop on the way by Tab (`components/feed/keyboard.rs`), and what is in a message is on the way from
/// its row only: while the browser looks where to go, the other rows are out of reach. Firefox takes its time to look.
///
/// A press that leads to new messages takes the focus from nobody who writes.
///
/// Who reacted is told by a long touch, which Safari makes no event of, by the other button of a mouse, and by the key for
/// menus. The end of that touch is no press.
const KEYS: &str = "{\
let hands;\
const run=(name,at)=>hands?hands.run(name,at):load($PALETTE).then(m=>(hands=m).run(name,at));\
addEventListener('keydown',e=>{\
if(e.isComposing||e.keyCode===229||e.defaultPrevented)return;\
let field=e.target.closest('input:not([type=file],[type=checkbox]),textarea,select');\
if(!field?.getClientRects().length)field=null;\
const command=e.ctrlKey||e.metaKey;\
const name=command?!e.altKey&&!e.shiftKey&&e.code==='KeyK'&&'palette':\
e.altKey?!field?.value&&{ArrowUp:'previous',ArrowDown:'next'}[e.key]:\
!field&&{'?':'help','/':'composer',Escape:'composer'}[e.key];\
if(!name)return;\
if(e.key!=='Escape')e.preventDefault();\
run(name)});\
addEventListener('keydown',e=>{\
if(!live||e.key!=='Tab'||e.defaultPrevented)return;\
const rest=document.querySelectorAll('#feed>*>ol:not(:focus-within),#feed>*>ol:focus-within>:not(:focus-within)'),\
back=()=>{for(const row of rest)row.inert=false;removeEventListener('focusin',back)};\
for(const row of rest)row.inert=true;\
addEventListener('focusin',back);\
setTimeout(back,99)});\
addEventListener('mousedown',e=>e.target.closest('.pill')&&e.preventDefault());\
addEventListener('click',e=>{const at=e.target.closest('[data-hands]');if(at&&(live||at.dataset.hands!='deletion')){e.preventDefault();run(at.dataset.hands,at)}});\
let held;\
const who=e=>{const at=e.target.closest('.reaction');if(at)run('reactions',at);return at};\
addEventListener('contextmenu',e=>who(e)&&e.preventDefault());\
addEventListener('touchstart',e=>{clearTimeout(held);held=setTimeout(()=>held=who(e),500)},{passive:true});\
for(const type of['touchmove','touchend','touchcancel'])\
addEventListener(type,e=>{if(type=='touchend'&&held?.value)e.preventDefault();clearTimeout(held);held=0})}";

/// Completes names once an @ is typed.
const NAMES: &str = ";{\
let named;\
addEventListener('input',({target})=>{\
if(target.id==='composer-text'&&(named||=target.value.includes('@')))load($MENTION).then(m=>m.suggest(target))})}";

/// Marks the page's icon while its title counts unread messages.
const BADGE: &str = ";{\
const title=document.querySelector('title'),icon=document.querySelector('link[rel=icon]'),\
mark=()=>{icon.href=/^\\(@?\\d+\\) /.test(title.textContent)?'/favicon-unread.svg':'/favicon.svg'};\
new MutationObserver(mark).observe(title,{childList:true,characterData:true,subtree:true});mark()}";

/// Shows notifications where somebody turned them on, be it on another page later on. In the house's app there is a service worker in any case, which says
/// that the house cannot be reached; elsewhere the browser says so itself.
const BELL: &str = ";{\
const key='sarangbang-bell',on=()=>{import($BELL).then(m=>m.listen())};\
try{if(localStorage[key])on()}catch{}\
addEventListener('storage',e=>{if(e.key==key&&e.newValue)on()});\
if(matchMedia('(display-mode:standalone)').matches)\
navigator.serviceWorker?.register('/sw.js?'+document.documentElement.lang).catch(()=>{})}";

/// While the sheet of a room's people is open, the history has one step more: the browser's way back leads to the room
/// without the sheet. Where that step is come upon without a sheet, it is passed over. A touch beside the sheet shuts it and
/// may be at what loads another page, to which a step back at that moment would be a step too many: the sheet is shut a
/// moment before the click comes.
const SHEET: &str = ";{\
let last;\
const sheet=()=>document.querySelector('#side-panel:popover-open'),is=()=>history.state=='sheet',back=()=>is()&&history.back(),\
leaves=()=>last&&!last.defaultPrevented&&performance.now()-last.timeStamp<500&&\
(last.type=='submit'||!last.ctrlKey&&!last.metaKey&&!last.shiftKey&&last.target.closest('a[href]:not([target],[download])'));\
for(const type of['click','submit'])addEventListener(type,e=>{last=e});\
addEventListener('toggle',e=>{if(e.target.id=='side-panel')sheet()?is()||history.pushState('sheet',''):setTimeout(()=>sheet()||leaves()||back(),99)},true);\
addEventListener('popstate',()=>{const s=sheet();s?s.hidePopover():back()});\
addEventListener('pageshow',back)}";

/// Shows the times of messages in the reader's zone, which the server may not know and which may have had another offset when
/// they were written. That is before the page is painted, where browsers wait for the whole of it (`rel=expect`).
const CLOCKS: &str = "ready.then(()=>{\
for(const time of document.querySelectorAll('time.message-time')){\
const at=new Date(time.dateTime),hour=at.getHours();\
time.textContent=$HALVES[+(hour>11)].replace('12:00',(hour%12||12)+':'+(at.getMinutes()+'').padStart(2,0))}})";

const WARM: &str = "$ZONE;\
for(const file of [$JS,$WASM])fetch(file).then(r=>r.arrayBuffer()).catch(()=>{})";

/// Tells the server in which zone to show times the next time it renders a page, for a year.
const ZONE: &str = "document.cookie='$COOKIE='+-new Date().getTimezoneOffset()+';path=/;max-age=31536000;samesite=lax'";

/// Takes the pictures that somebody pastes, drops or picks to the script that uploads them, which is loaded then. Text
/// goes where it always went, also text of which there is a picture beside it, as of cells of a sheet. A file that is no
/// picture is taken, too, and refused in words: the browser would leave the page for it.
///
/// Who sends the message before that script is there means it with the picture: it goes when the picture was taken, unless
/// they write on. Where the script does not come, it is asked for again, by another name: browsers keep in mind what failed.
const PICK: &str = "{let m,asked=0,at={};\
const take=(e,files)=>{const f=[...files],c=document.getElementById('composer');\
if(!c||!f.length)return;\
e.preventDefault();\
if(at.c!==c)at={c,n:0};\
const to=at,go=()=>(m||=load($PICTURES+'#'+asked++)).then(m=>m.take(c,f)).then(()=>{\
if(--to.n)return;c.removeAttribute('aria-busy');to.sent&&c.requestSubmit()},\
e=>{m=0;console.error(e);c.isConnected&&setTimeout(go,3000)});\
to.n++;c.setAttribute('aria-busy',true);c.elements.content.required=false;go()};\
addEventListener('submit',e=>{if(at.n&&e.target===at.c){e.preventDefault();e.stopPropagation();at.sent=1}},true);\
addEventListener('input',e=>{if(e.target.form===at.c)at.sent=0});\
addEventListener('paste',e=>e.clipboardData?.getData('text/plain')||take(e,e.clipboardData?.files??[]));\
addEventListener('dragover',e=>e.dataTransfer?.types.includes('Files')&&e.preventDefault());\
addEventListener('drop',e=>e.dataTransfer&&take(e,e.dataTransfer.files));\
addEventListener('change',e=>{if(e.target.name=='picture'){take(e,e.target.files);e.target.value=''}})}";

fn with_addresses(script: &str, assets: &Assets) -> String {
    let Assets { js, wasm, palette, mention, pictures, bell, apart, .. } = assets;
    let address = |address: &str| escape(&serde_json::Value::from(address).to_string());
    script
        .replace("$ZONE", ZONE)
        .replace("$PICK", PICK)
        .replace("$PICTURES", &address(pictures))
        .replace("$BELL", &address(bell))
        .replace("$COOKIE", cookies::UTC_OFFSET)
        .replace("$APART", &address(apart))
        .replace("$JS", &address(js))
        .replace("$PALETTE", &address(palette))
        .replace("$MENTION", &address(mention))
        .replace("$WASM", &address(wasm))
}

/// The snapshot as JSON that cannot leave its script element.
fn data_block(snapshot: &Snapshot) -> String {
    escape(&serde_json::to_string(snapshot).expect("a snapshot is made of strings and numbers"))
}

/// In JSON these three stand only inside strings, where the escapes mean the same.
fn escape(json: &str) -> String {
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}
