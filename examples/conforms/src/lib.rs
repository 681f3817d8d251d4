//! The bookmarks of ../bookmarks/openapi.yaml, kept in memory: the hand-written half of a server.

use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use axum::http::{HeaderValue, Method, header};
use bookmarks_api::models::{Bookmark, BookmarkPage, Problem};
use bookmarks_api::requests::{
    CreateBookmarkRequest, DeleteBookmarkRequest, GetBookmarkRequest, ListBookmarksRequest,
};
use bookmarks_api::runtime::server::{Context, Credentials, Denied, Rejection, Response, Service, json};
use bookmarks_api::server::bookmarks::{
    Bookmarks, CreateBookmarkResponse, DeleteBookmarkResponse, GetBookmarkResponse,
    ListBookmarksResponse,
};

/// The server, with nothing in it.
pub fn app() -> axum::Router {
    bookmarks_api::server::router(Shelf::default())
}

#[derive(Default)]
struct Shelf {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    made: u64,
    bookmarks: Vec<Bookmark>,
}

impl Shelf {
    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Service for Shelf {
    type Caller = ();

    async fn authenticate(&self, _: Credentials, _: &Context) -> Result<(), Denied> {
        Ok(())
    }

    /// What the generated code refuses, in the shape of this API.
    fn reject(&self, rejection: Rejection, _: &Context) -> Response {
        let problem = Problem { message: rejection.to_string() };
        let mut response = json(rejection.status().as_u16(), "application/json", &problem);
        if let Rejection::MethodNotAllowed { allowed } = &rejection {
            let names: Vec<&str> = allowed.iter().map(Method::as_str).collect();
            if let Ok(names) = HeaderValue::try_from(names.join(", ")) {
                response.headers_mut().insert(header::ALLOW, names);
            }
        }
        response
    }
}

impl Bookmarks for Shelf {
    async fn list_bookmarks(
        &self,
        request: ListBookmarksRequest,
        (): (),
        _: &Context,
    ) -> ListBookmarksResponse {
        let from = |value: i64| usize::try_from(value).unwrap_or(usize::MAX);
        let (first, limit) = (from(request.offset.unwrap_or(0)), from(request.limit.unwrap_or(20)));
        let kept = self.kept();
        ListBookmarksResponse::Ok(BookmarkPage {
            items: kept.bookmarks.iter().skip(first).take(limit).cloned().collect(),
            total: i64::try_from(kept.bookmarks.len()).unwrap_or(i64::MAX),
        })
    }

    async fn create_bookmark(
        &self,
        request: CreateBookmarkRequest,
        (): (),
        _: &Context,
    ) -> CreateBookmarkResponse {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |it| it.as_secs());
        let mut kept = self.kept();
        kept.made += 1;
        let made = Bookmark {
            id: format!("bookmark_{:07}", kept.made),
            url: request.body.url,
            title: request.body.title,
            created: i64::try_from(now).unwrap_or(i64::MAX),
        };
        kept.bookmarks.push(made.clone());
        CreateBookmarkResponse::Created(made)
    }

    async fn get_bookmark(
        &self,
        request: GetBookmarkRequest,
        (): (),
        _: &Context,
    ) -> GetBookmarkResponse {
        let kept = self.kept();
        match kept.bookmarks.iter().find(|it| it.id == request.id) {
            Some(found) => GetBookmarkResponse::Ok(found.clone()),
            None => GetBookmarkResponse::NotFound(unknown()),
        }
    }

    async fn delete_bookmark(
        &self,
        request: DeleteBookmarkRequest,
        (): (),
        _: &Context,
    ) -> DeleteBookmarkResponse {
        let mut kept = self.kept();
        let before = kept.bookmarks.len();
        kept.bookmarks.retain(|it| it.id != request.id);
        if kept.bookmarks.len() < before {
            DeleteBookmarkResponse::NoContent
        } else {
            DeleteBookmarkResponse::NotFound(unknown())
        }
    }
}

fn unknown() -> Problem {
    Problem { message: "there is no such bookmark".to_owned() }
}
