//! Pictures: uploaded by the page as they are, or by a form together with a message; and shown to who may see them.

use std::{fs::File, io::SeekFrom, sync::Arc, time::Duration};

use axum::{
    Extension, Json, Router,
    body::Bytes,
    extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Request, State, multipart::Field},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use futures::{Stream, StreamExt, TryStreamExt};
use tokio::{
    io::{AsyncSeekExt, AsyncWriteExt},
    time::timeout,
};

use super::{Pages, language, places::Places, visit::text};
use crate::{
    chat::{Error, Obeyed, Result, SendRequest},
    domain::{AddressBlock, Guest, MessageKind, PictureId, PictureRef, PictureSize, Refusal, RoomId, limits},
    protocol::{Ack, Route, payload::PictureAdded},
};

/// How long an upload may take, over whatever network.
const PATIENCE: Duration = Duration::from_secs(5 * 60);

/// What a form may carry besides its pictures.
const WORDS: usize = 64 * 1024;

/// How much may be uploaded.
#[derive(Clone)]
pub struct Uploads {
    /// Bytes of one picture.
    pub largest: u32,
    /// For uploads under way: each lies in a file meanwhile.
    pub places: Arc<Places>,
}

pub(super) fn router(uploads: &Uploads) -> Router<Pages> {
    let largest_form = limits::PICTURES * uploads.largest as usize + WORDS;
    Router::new()
        .route("/r/{room}/pictures", post(upload))
        .layer(DefaultBodyLimit::max(largest_form))
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
        Ok(file) => picture(id, file),
        // The same as for a picture that there never was.
        Err(Error::Refused(_) | Error::TooFast { .. }) => pages.answer(uri, headers).await,
        Err(error) => Pages::out_of_order(&error),
    }
}

async fn find(pages: &Pages, id: &str, size: PictureSize, headers: &HeaderMap) -> Result<Vec<u8>> {
    let guest = pages.guest(text(headers, header::COOKIE)).await?.ok_or(Refusal::NicknameRequired)?;
    let id = PictureId::parse(id).ok_or(Refusal::PictureNotFound)?;
    pages.chat.picture(&guest, &id, size).await
}

fn picture(id: &str, file: Vec<u8>) -> Response {
    let media_type = media_type(&file);
    let ending = if media_type == "image/webp" { "webp" } else { "jpg" };
    let mut response = file.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    let name = HeaderValue::from_str(&format!("inline; filename=\"sarangbang-{id}.{ending}\""));
    headers.extend(name.map(|name| (header::CONTENT_DISPOSITION, name)));
    // It never changes, and only who may see it has it.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=31536000, immutable"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
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
    let Ok(_place) = from.map(|Extension(from)| pages.uploads.places.take(from)).transpose() else {
        return if is_form { back(&room, &Refusal::Busy.into()) } else { refused(&Refusal::Busy.into()) };
    };
    let id = RoomId::new(&*room);
    let from = from.as_deref();
    if is_form {
        let sent = timeout(PATIENCE, Form { pages: &pages, room: &id, from }.send(request)).await;
        return match sent.unwrap_or(Err(Refusal::Busy.into())) {
            Ok(page) => Redirect::to(&page).into_response(),
            Err(error) => back(&room, &error),
        };
    }
    match timeout(PATIENCE, add(&pages, &id, from, request)).await.unwrap_or(Err(Refusal::Busy.into())) {
        Ok(added) => (StatusCode::CREATED, Json(Ack::ok(added))).into_response(),
        Err(error) => refused(&error),
    }
}

async fn add(pages: &Pages, room: &RoomId, from: Option<&AddressBlock>, request: Request) -> Result<PictureAdded> {
    let guest = pages.guest(text(request.headers(), header::COOKIE)).await?.ok_or(Refusal::NicknameRequired)?;
    pages.chat.check_upload(&guest, room, from).await?;
    let file = spool(request.into_body().into_data_stream(), pages.uploads.largest).await?;
    Ok(PictureAdded { picture: pages.chat.add_picture(&guest, room, file).await? })
}

/// A message that is posted with its pictures, or a command.
struct Form<'a> {
    pages: &'a Pages,
    room: &'a RoomId,
    from: Option<&'a AddressBlock>,
}

impl Form<'_> {
    /// The page that answers.
    async fn send(&self, request: Request) -> Result<String> {
        let chat = &self.pages.chat;
        let cookie = text(request.headers(), header::COOKIE);
        let guest = self.pages.guest(cookie).await?.ok_or(Refusal::NicknameRequired)?;
        let mut form = Multipart::from_request(request, &()).await.map_err(|_| Refusal::BadRequest)?;
        let (mut client_id, mut content, mut alt) = (String::new(), String::new(), String::new());
        let (mut pictures, mut noted, mut problem) = (Vec::new(), Vec::<PictureRef>::new(), None);
        // To the end, whatever is wrong: browsers show an answer only once they have sent all.
        while let Some(field) = form.next_field().await.map_err(|_| Refusal::BodyTooLarge)? {
            match field.name() {
                Some("client_id") => client_id = words(field).await?,
                Some("content") => content = words(field).await?,
                Some("alt") => alt = words(field).await?,
                // Uploaded by the page's script, whose program was not there yet.
                Some("pictures") => noted = serde_json::from_str(&words(field).await?).unwrap_or_default(),
                // A field for files in which nobody has put one comes without a name.
                Some("picture") if field.file_name().is_some_and(|name| !name.is_empty()) => {
                    match self.add(&guest, field, pictures.len()).await {
                        Ok(id) => pictures.push(id),
                        Err(error) => problem = problem.or(Some(error)),
                    }
                }
                _ => {}
            }
        }
        let pictures = pictures.into_iter().map(|id| PictureRef { id, alt: alt.as_str().into() });
        let pictures: Vec<_> = noted.into_iter().chain(pictures).collect();
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

    async fn add(&self, guest: &Guest, field: Field<'_>, place: usize) -> Result<PictureId> {
        if place >= limits::PICTURES {
            return Err(Refusal::TooManyPictures.into());
        }
        self.pages.chat.check_upload(guest, self.room, self.from).await?;
        let file = spool(field, self.pages.uploads.largest).await?;
        Ok(self.pages.chat.add_picture(guest, self.room, file).await?.id)
    }
}

async fn words(field: Field<'_>) -> Result<String> {
    Ok(field.text().await.map_err(|_| Refusal::BadRequest)?)
}

/// Writes what is uploaded into a file without a name, which is gone with the process. What is too large is read on, and
/// thrown away, for as long as the form may be.
async fn spool<E>(body: impl Stream<Item = Result<Bytes, E>> + Send, largest: u32) -> Result<File> {
    let file = tempfile::tempfile().map_err(|error| out_of_order(&error))?;
    let (mut file, mut size) = (tokio::fs::File::from_std(file), 0_usize);
    let mut body = std::pin::pin!(body.map_err(|_| Refusal::BodyTooLarge));
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

fn out_of_order(error: &std::io::Error) -> Refusal {
    tracing::error!(error = error as &dyn std::error::Error, "an upload could not be kept");
    Refusal::Unavailable
}

fn refused(error: &Error) -> Response {
    let refusal = error.refusal();
    let status = match refusal {
        Refusal::NicknameRequired => StatusCode::UNAUTHORIZED,
        Refusal::RoomNotFound => StatusCode::NOT_FOUND,
        Refusal::RoomClosed => StatusCode::GONE,
        Refusal::PictureTooLarge | Refusal::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Refusal::PictureUnreadable => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Refusal::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
        Refusal::Busy | Refusal::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
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
