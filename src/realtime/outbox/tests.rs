use super::*;

/// An engine's queue.
#[derive(Default)]
struct Queue(Mutex<VecDeque<u32>>);

const CAPACITY: usize = 512;

impl Queue {
    fn length(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    fn count(&self, packet: u32) -> usize {
        self.0.lock().unwrap().iter().filter(|&&other| other == packet).count()
    }

    fn read(&self, packets: usize) -> Vec<u32> {
        let mut queue = self.0.lock().unwrap();
        let packets = packets.min(queue.len());
        queue.drain(..packets).collect()
    }
}

impl Exit for Queue {
    type Packet = u32;

    fn has_room(&self, places: usize) -> bool {
        self.length() + places <= CAPACITY
    }

    fn put(&self, packet: u32) -> Result<(), Option<u32>> {
        if !self.has_room(1) {
            return Err(Some(packet));
        }
        self.0.lock().unwrap().push_back(packet);
        Ok(())
    }

    /// As many bytes as its number says.
    fn size(packet: &u32) -> usize {
        *packet as usize
    }
}

fn open_outbox(resumes: bool) -> (Arc<Outbox<Queue>>, Arc<Notify>) {
    let hang_up = Arc::new(Notify::new());
    let outbox = Outbox::new(Queue::default(), resumes, hang_up.clone());
    outbox.open(None);
    (outbox, hang_up)
}

/// Whether the client was cut off by now.
async fn is_cut_off(hang_up: &Notify) -> bool {
    tokio::time::timeout(Duration::ZERO, hang_up.notified()).await.is_ok()
}

#[tokio::test(start_paused = true)]
async fn a_reader_hears_a_burst_whole_and_in_order_and_the_queue_keeps_places_for_pings() {
    let (outbox, hang_up) = open_outbox(false);
    (0..2_000).for_each(|packet| outbox.send(packet));
    let mut heard = Vec::new();
    while heard.len() < 2_000 {
        assert!(outbox.exit().length() <= CAPACITY - SPARE, "{}", outbox.exit().length());
        heard.extend(outbox.exit().read(100));
        // What is said meanwhile does not overtake.
        if heard.len() == 1_000 {
            outbox.send(2_000);
        }
        sleep(LONGEST_PAUSE).await;
    }
    heard.extend(outbox.exit().read(100));
    assert_eq!(heard, (0..=2_000).collect::<Vec<_>>());
    assert!(!is_cut_off(&hang_up).await);
}

#[tokio::test(start_paused = true)]
async fn what_was_said_before_the_greeting_comes_after_it() {
    let outbox = Outbox::new(Queue::default(), true, Arc::new(Notify::new()));
    outbox.send(1);
    assert_eq!(outbox.exit().length(), 0);
    outbox.open(Some(0));
    outbox.send(2);
    assert_eq!(outbox.exit().read(9), [0, 1, 2]);
}

#[tokio::test(start_paused = true)]
async fn who_reads_nothing_is_cut_off_after_a_while_and_nothing_is_kept() {
    let (outbox, hang_up) = open_outbox(false);
    (0..600).for_each(|packet| outbox.send(packet));
    let start = Instant::now();
    hang_up.notified().await;
    assert!((PATIENCE..PATIENCE + LONGEST_PAUSE * 2).contains(&start.elapsed()), "{:?}", start.elapsed());
    outbox.send(600);
    let state = outbox.state();
    assert!(state.stage == Stage::Shut && state.waiting.is_empty());
}

#[tokio::test(start_paused = true)]
async fn who_reads_a_little_now_and_then_is_not_cut_off() {
    let (outbox, hang_up) = open_outbox(false);
    (0..1_000).for_each(|packet| outbox.send(packet));
    let mut heard = Vec::new();
    while heard.len() < 1_000 {
        sleep(PATIENCE / 2).await;
        heard.extend(outbox.exit().read(PLACES));
    }
    assert!(!is_cut_off(&hang_up).await);
}

#[tokio::test(start_paused = true)]
async fn who_lets_too_much_pile_up_is_cut_off_at_once() {
    let (outbox, hang_up) = open_outbox(false);
    let large = u32::try_from(BYTES).unwrap() / 4;
    (0..CAPACITY + 4).for_each(|_| outbox.send(large));
    assert!(is_cut_off(&hang_up).await);
}

/// The writer's thread may be kept from its turn for as long as it takes to answer a thousand requests.
#[tokio::test(start_paused = true)]
async fn answers_wait_for_the_writer_of_who_can_resume_and_leave_room_for_what_happens() {
    let (outbox, hang_up) = open_outbox(true);
    // As many as there are messages that may wait for their commit, and the line.
    let answering = (0..64).map(|_| {
        let outbox = outbox.clone();
        tokio::spawn(async move {
            for _ in 0..30 {
                outbox.answer(0).await;
            }
        })
    });
    let answering: Vec<_> = answering.collect();
    let mut heard = Vec::new();
    while heard.len() < 64 * 30 + 400 {
        sleep(PATIENCE / 4).await;
        assert!(outbox.exit().length() <= CAPACITY - SPARE, "{}", outbox.exit().length());
        heard.extend(outbox.exit().read(100));
        let told = heard.iter().filter(|&&packet| packet == 1).count() + outbox.exit().count(1);
        (told..400).take(SPARE).for_each(|_| outbox.send(1));
    }
    for task in answering {
        task.await.unwrap();
    }
    assert!(!is_cut_off(&hang_up).await);
}

#[tokio::test(start_paused = true)]
async fn who_reads_none_of_their_answers_is_cut_off_after_a_while() {
    let (outbox, hang_up) = open_outbox(true);
    let start = Instant::now();
    for _ in 0..CAPACITY {
        outbox.answer(0).await;
    }
    assert!(is_cut_off(&hang_up).await);
    assert!((PATIENCE..PATIENCE + LONGEST_PAUSE * 2).contains(&start.elapsed()), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_with_an_answer_for_who_was_hung_up_on() {
    let (outbox, hang_up) = open_outbox(true);
    (0..CAPACITY).for_each(|_| outbox.send(0));
    let start = Instant::now();
    hang_up.notify_one();
    outbox.answer(1).await;
    assert!(start.elapsed() < LONGEST_PAUSE, "{:?}", start.elapsed());
    assert!(is_cut_off(&hang_up).await, "the line hears of it, too");
}

#[tokio::test(start_paused = true)]
async fn who_can_resume_is_cut_off_when_the_queue_is_full() {
    let (outbox, hang_up) = open_outbox(true);
    (0..512).for_each(|packet| outbox.send(packet));
    assert!(!is_cut_off(&hang_up).await);
    outbox.send(512);
    assert!(is_cut_off(&hang_up).await);
}
