//! WebSocket frames as this program needs them: text to the server, text and control frames from it, nothing split.
//!
//! A library would copy and check every frame; here a server's whole answer is looked at where it was read, so that the
//! one who measures is not what is measured.

/// The masking key is all zeroes, which leaves the text as it is (RFC 6455 §5.3 asks for an unpredictable key because of
/// proxies; between two processes of one machine there is none).
const MASK: [u8; 4] = [0; 4];

/// A text of at most 65,535 bytes as a frame to the server.
pub fn text(payload: &str) -> Vec<u8> {
    masked(0x81, payload.as_bytes())
}

/// The answer to a WebSocket ping.
pub fn pong(payload: &[u8]) -> Vec<u8> {
    masked(0x8a, payload)
}

fn masked(head: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = Vec::with_capacity(payload.len() + 8);
    frame.push(head);
    match u16::try_from(payload.len()).expect("requests are short") {
        short @ 0..126 => frame.push(0x80 | short as u8),
        long => {
            frame.push(0x80 | 126);
            frame.extend(long.to_be_bytes());
        }
    }
    frame.extend(MASK);
    frame.extend(payload);
    frame
}

/// A frame from the server.
#[derive(Debug, PartialEq, Eq)]
pub enum Frame<'a> {
    Text(&'a [u8]),
    Ping(&'a [u8]),
    Close,
    /// What carries nothing that is counted.
    Other,
}

/// The first frame of what was read, and its length. None until the whole of it was read.
pub fn first(read: &[u8]) -> Option<(Frame<'_>, usize)> {
    let (&[head, length], rest) = read.split_first_chunk()?;
    let (length, rest) = match length {
        126 => rest.split_first_chunk().map(|(bytes, rest)| (u64::from(u16::from_be_bytes(*bytes)), rest))?,
        127 => rest.split_first_chunk().map(|(bytes, rest)| (u64::from_be_bytes(*bytes), rest))?,
        short => (u64::from(short), rest),
    };
    let payload = rest.get(..usize::try_from(length).ok()?)?;
    let frame = match head & 0x0f {
        1 => Frame::Text(payload),
        8 => Frame::Close,
        9 => Frame::Ping(payload),
        _ => Frame::Other,
    };
    Some((frame, read.len() - rest.len() + payload.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_server(head: u8, payload: &[u8]) -> Vec<u8> {
        let mut frame = masked(head, payload);
        let at = frame.len() - payload.len();
        frame.drain(at - 4..at);
        frame[1] &= 0x7f;
        frame
    }

    #[test]
    fn a_frame_is_read_when_all_of_it_is_there() {
        for length in [0, 1, 125, 126, 300, 65_535] {
            let payload = vec![b'x'; length];
            let mut read = from_server(0x81, &payload);
            let whole = read.len();
            for part in [0, 1, 2, 3, whole - 1] {
                assert_eq!(first(&read[..part.min(whole - 1)]), None, "{part} of {whole}");
            }
            read.extend(from_server(0x89, b"?"));
            assert_eq!(first(&read), Some((Frame::Text(&payload), whole)));
            assert_eq!(first(&read[whole..]), Some((Frame::Ping(b"?"), 3)));
        }
    }

    #[test]
    fn a_length_of_eight_bytes_is_understood() {
        let mut read = vec![0x81, 127];
        read.extend(70_000_u64.to_be_bytes());
        read.resize(10 + 70_000, b'x');
        assert_eq!(first(&read).map(|(_, length)| length), Some(70_010));
    }
}
