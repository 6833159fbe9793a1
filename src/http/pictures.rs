//! Pictures: uploaded by the page as they are, or by a form together with a message; and shown to who may see them.

mod brisk;
mod heads;
mod kept;
mod words;

use std::{error::Error as _, fs::File, io::SeekFrom, sync::Arc, time::Duration};

use axum::{
    Extension, Json, RequestExt, Router,
    body::{Body, Bytes},
    extract::{
        DefaultBodyLimit, FromRequest, Multipart, Path, Request, State,
        multipart::{Field, MultipartError},
    },
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    middleware,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use futures::{Stream, StreamExt, TryStreamExt};
use http_body_util::LengthLimitError;
use tokio::{
    io::{AsyncSeekExt, AsyncWriteExt},
    time::timeout,
};

use self::{brisk::brisk, heads::Heads, kept::Kept, words::Words};
use super::{Pages, body, language, places::Places, visit::text};
use crate::{
    chat::{Error, Obeyed, Result, SendRequest},
    domain::{AddressBlock, Guest, MessageKind, Picture, PictureId, PictureRef, PictureSize, Refusal, RoomId, limits},
    protocol::{Ack, Route, payload::PictureAdded},
};

/// How long an upload may take, over whatever network.
const PATIENCE: Duration = Duration::from_secs(5 * 60);

/// How much may be uploaded.
#[derive(Clone)]
pub struct Uploads {
    /// Bytes of one picture.
    pub largest: u32,
    /// For uploads under way: each lies in a file meanwhile.
    pub places: Arc<Places>,
}

pub(super) fn router(uploads: &Uploads) -> Router<Pages> {
    let largest_form = limits::PICTURES * uploads.largest as usize + Words::MOST;
    Router::new()
        .route("/r/{room}/pictures", post(upload))
        .layer(DefaultBodyLimit::max(largest_form))
        .layer(middleware::from_fn_with_state(largest_form, body::linger))
        .route("/pictures", get(tray))
        .route("/p/{id}", get(full))
        .route("/p/{id}/thumb", get(thumb))
}

/// What the page's script shows of the pictures that are about to be sent, in the language of the page.
async fn tray(State(pages): State<Pages>, headers: HeaderMap) -> Response {
    let language = language::choose(text(&headers, header::COOKIE), text(&headers, header::ACCEPT_LANGUAGE));
    Pages::personal((pages.render.pictures)(language, pages.uploads.largest))
}

async fn full(state: State<Pages>, id: Path<String>, uri: Uri, headers: HeaderMap) -> Response {
    show(&state, &id, PictureSize::Full, &uri, &headers).await
}

async fn thumb(state: State<Pages>, id: Path<String>, uri: Uri, headers: HeaderMap) -> Response {
    show(&state, &id, PictureSize::Thumb, &uri, &headers).await
}

async fn show(pages: &Pages, id: &str, size: PictureSize, uri: &Uri, headers: &HeaderMap) -> Response {
    match find(pages, id, size, headers).await {
        Ok(file) => cached(id, file.map_or_else(|| StatusCode::NOT_MODIFIED.into_response(), |file| picture(id, file))),
        // The same as for a picture that there never was.
        Err(Error::Refused(_) | Error::TooFast { .. }) => pages.answer(uri, headers).await,
        Err(error) => Pages::out_of_order(&error),
    }
}

/// The file, or nothing for who has it already and may still see it.
async fn find(pages: &Pages, id: &str, size: PictureSize, headers: &HeaderMap) -> Result<Option<Vec<u8>>> {
    let guest = pages.guest(text(headers, header::COOKIE)).await?.ok_or(Refusal::NicknameRequired)?;
    let id = PictureId::parse(id).ok_or(Refusal::PictureNotFound)?;
    if is_known(&id, headers) {
        pages.chat.check_picture(&guest, &id).await?;
        return Ok(None);
    }
    pages.chat.picture(&guest, &id, size).await.map(Some)
}

/// Whether the browser says that it has a picture, by RFC 9110.
fn is_known(id: &PictureId, headers: &HeaderMap) -> bool {
    let known = text(headers, header::IF_NONE_MATCH).unwrap_or_default();
    known
        .split(',')
        .map(|tag| tag.trim().trim_start_matches("W/"))
        .any(|tag| tag == "*" || tag.trim_matches('"') == id.as_str())
}

fn picture(id: &str, file: Vec<u8>) -> Response {
    let media_type = media_type(&file);
    let ending = if media_type == "image/webp" { "webp" } else { "jpg" };
    let mut response = file.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    let name = HeaderValue::from_str(&format!("inline; filename=\"sarangbang-{id}.{ending}\""));
    headers.extend(name.map(|name| (header::CONTENT_DISPOSITION, name)));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    response
}

/// A picture never changes, so its id names what the browser has. It asks every time, because who may see it may
/// change: it is deleted, its room is locked, somebody else sits there.
fn cached(id: &str, mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.extend(HeaderValue::from_str(&format!("\"{id}\"")).map(|tag| (header::ETAG, tag)));
    response
}

/// What a file of ours is says its beginning.
pub(super) fn media_type(file: &[u8]) -> &'static str {
    if file.starts_with(b"RIFF") { "image/webp" } else { "image/jpeg" }
}

/// A picture as it is, for the page's script, which is answered in JSON; or a form with a message, which is answered with
/// the room's page.
async fn upload(
    State(pages): State<Pages>,
    Path(room): Path<String>,
    from: Option<Extension<AddressBlock>>,
    request: Request,
) -> Response {
    let is_form = text(request.headers(), header::CONTENT_TYPE).is_some_and(|kind| kind.starts_with("multipart/"));
    // The composer's words come this way, too: whoever uploads slowly must not keep others from writing.
    let is_upload = !is_form || !is_short(request.headers());
    let place = from.filter(|_| is_upload).map(|Extension(from)| pages.uploads.places.take(from));
    let Ok(_place) = place.transpose() else {
        return if is_form { back(&room, &Refusal::Busy.into()) } else { refused(&Refusal::Busy.into()) };
    };
    let id = RoomId::new(&*room);
    let visit = Visit { pages: &pages, room: &id, from: from.as_deref(), cookie: cookie(&request) };
    let request = request.map(|body| Body::from_stream(brisk(body.into_data_stream())));
    if is_form {
        let sent = timeout(PATIENCE, visit.send(request)).await;
        return match sent.unwrap_or(Err(Refusal::Busy.into())) {
            Ok(page) => Redirect::to(&page).into_response(),
            Err(error) => back(&room, &error),
        };
    }
    match timeout(PATIENCE, visit.upload(request)).await.unwrap_or(Err(Refusal::Busy.into())) {
        Ok(added) => (StatusCode::CREATED, Json(Ack::ok(added))).into_response(),
        Err(error) => refused(&error),
    }
}

/// Whether a form has words at most.
fn is_short(headers: &HeaderMap) -> bool {
    let length = text(headers, header::CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    length.is_some_and(|length| length <= Words::MOST)
}

fn cookie(request: &Request) -> Option<String> {
    text(request.headers(), header::COOKIE).map(str::to_owned)
}

/// Somebody who uploads something to a room.
struct Visit<'a> {
    pages: &'a Pages,
    room: &'a RoomId,
    from: Option<&'a AddressBlock>,
    cookie: Option<String>,
}

impl Visit<'_> {
    /// Who they are now. Bodies take minutes, so they may be somebody else than when they began, or nobody.
    async fn guest(&self) -> Result<Guest> {
        Ok(self.pages.guest(self.cookie.as_deref()).await?.ok_or(Refusal::NicknameRequired)?)
    }

    async fn upload(&self, request: Request) -> Result<PictureAdded> {
        let body = request.with_limited_body().into_body().into_data_stream();
        Ok(PictureAdded { picture: self.add(body.map_err(|error| unread(&error))).await? })
    }

    /// Takes in a message that is posted with its pictures, or a command; the page that answers.
    async fn send(&self, request: Request) -> Result<String> {
        let chat = &self.pages.chat;
        // Who is nobody already is told so at once.
        self.guest().await?;
        let heads = Heads::default();
        let request = request.map(|body| Body::from_stream(heads.bounded(body.into_data_stream())));
        let mut form = Multipart::from_request(request, &()).await.map_err(|_| Refusal::BadRequest)?;
        let (mut client_id, mut content, mut alt) = (String::new(), String::new(), String::new());
        let (mut pictures, mut kept, mut problem) = (Vec::new(), Kept::default(), None);
        let mut words = Words::default();
        // To the end, whatever is wrong: browsers show an answer only once they have sent all.
        while let Some(field) = heads.next(&mut form).await? {
            match field.name() {
                Some("client_id") => client_id = words.read(field).await?,
                Some("content") => content = words.read(field).await?,
                Some("alt") => alt = words.read(field).await?,
                Some("pictures") => kept.note(&words.read(field).await?),
                Some("kept_alt") => kept.describe(words.read(field).await?),
                Some("drop") => kept.drop(words.read(field).await?),
                // A field for files in which nobody has put one comes without a name.
                Some("picture") if field.file_name().is_some_and(|name| !name.is_empty()) => {
                    match self.add_to(pictures.len(), field).await {
                        Ok(picture) => pictures.push(picture.id),
                        Err(error) => problem = problem.or(Some(error)),
                    }
                }
                _ => discard(field).await?,
            }
        }
        let pictures = pictures.into_iter().map(|id| PictureRef { id, alt: alt.as_str().into() });
        let pictures: Vec<_> = kept.into_pictures().chain(pictures).collect();
        if words.are_too_many() {
            return Err(Refusal::BodyTooLarge.into());
        }
        let guest = self.guest().await?;
        let message = SendRequest {
            room: self.room,
            kind: MessageKind::Message,
            client_id: &client_id,
            content: &content,
            pictures: &pictures,
            reply_to: None,
        };
        match problem {
            None => Ok(match chat.obey(&guest, message).await? {
                Obeyed::Done => format!("/r/{}#composer", self.room),
                // A room that is gone is left all the same.
                Obeyed::Left => {
                    chat.room(self.room).await.map_or(Route::Lobby, |room| Route::lobby(&room.space)).path()
                }
                Obeyed::Help => "/help".to_owned(),
            }),
            Some(problem) => {
                chat.keep_refused(&guest, &message).await;
                Err(problem)
            }
        }
    }

    /// Takes in a picture of a form that has so many already.
    async fn add_to(&self, number: usize, mut field: Field<'_>) -> Result<Picture> {
        let added = if number < limits::PICTURES {
            self.add((&mut field).map_err(|error| unread_form(&error))).await
        } else {
            Err(Refusal::TooManyPictures.into())
        };
        discard(field).await?;
        added
    }

    async fn add(&self, body: impl Stream<Item = Result<Bytes, Refusal>> + Send) -> Result<Picture> {
        let chat = &self.pages.chat;
        chat.check_upload(&self.guest().await?, self.room, self.from).await?;
        let file = spool(body, self.pages.uploads.largest).await?;
        chat.add_picture(&self.guest().await?, self.room, file).await
    }
}

/// Reads what is left of a part that nobody wants.
async fn discard(mut field: Field<'_>) -> Result<()> {
    while field.chunk().await.map_err(|error| unread_form(&error))?.is_some() {}
    Ok(())
}

/// Writes what is uploaded into a file without a name, which is gone with the process. What is too large is read on, and
/// thrown away, for as long as the form may be.
async fn spool(body: impl Stream<Item = Result<Bytes, Refusal>> + Send, largest: u32) -> Result<File> {
    let file = tempfile::tempfile().map_err(|error| out_of_order(&error))?;
    let (mut file, mut size) = (tokio::fs::File::from_std(file), 0_usize);
    let mut body = std::pin::pin!(body);
    while let Some(chunk) = body.next().await {
        let chunk = chunk?;
        size += chunk.len();
        if size <= largest as usize {
            file.write_all(&chunk).await.map_err(|error| out_of_order(&error))?;
        }
    }
    if size > largest as usize {
        return Err(Refusal::PictureTooLarge.into());
    }
    file.seek(SeekFrom::Start(0)).await.map_err(|error| out_of_order(&error))?;
    Ok(file.into_std().await)
}

/// Why a body was not read to its end.
fn unread(error: &axum::Error) -> Refusal {
    let is_too_large = error.source().is_some_and(|cause| cause.is::<LengthLimitError>());
    if is_too_large { Refusal::BodyTooLarge } else { Refusal::Busy }
}

/// The same of a form.
pub(super) fn unread_form(error: &MultipartError) -> Refusal {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::BodyTooLarge,
        StatusCode::BAD_REQUEST => Refusal::BadRequest,
        _ => Refusal::Busy,
    }
}

fn out_of_order(error: &std::io::Error) -> Refusal {
    tracing::error!(error = error as &dyn std::error::Error, "an upload could not be kept");
    Refusal::Unavailable
}

fn refused(error: &Error) -> Response {
    let refusal = error.refusal();
    let status = match refusal {
        Refusal::NicknameRequired => StatusCode::UNAUTHORIZED,
        Refusal::Kicked => StatusCode::FORBIDDEN,
        Refusal::RoomNotFound => StatusCode::NOT_FOUND,
        Refusal::RoomClosed => StatusCode::GONE,
        Refusal::PictureTooLarge | Refusal::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Refusal::PictureUnreadable => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Refusal::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
        Refusal::Busy | Refusal::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Refusal::PicturesFull => StatusCode::INSUFFICIENT_STORAGE,
        _ => StatusCode::BAD_REQUEST,
    };
    let retry_in_ms = match error {
        Error::TooFast { retry_in_ms } => Some(*retry_in_ms),
        _ => None,
    };
    (status, Json(Ack::<PictureAdded> { retry_in_ms, ..Ack::refused(refusal) })).into_response()
}

/// The room's page, with the reason.
fn back(room: &str, error: &Error) -> Response {
    let page = RoomId::parse(room).map_or_else(|| "/".to_owned(), |room| format!("/r/{room}"));
    let retry_in = match error {
        Error::TooFast { retry_in_ms } => format!("retry_in={}&", retry_in_ms.div_ceil(1_000)),
        _ => String::new(),
    };
    Redirect::to(&format!("{page}?{retry_in}refused={}#composer", error.refusal().code())).into_response()
}
