package io.ringkey.query.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Profiles that are asked for. */
class ProfilesTogetherTest {

    private static final UUID SLOW = new UUID(0, 0);
    private static final UUID ANN = new UUID(0, 1);
    private static final UUID BEN = new UUID(0, 2);
    private static final UUID NOBODY = new UUID(0, 3);

    private final Table table = new Table();
    private final ProfilesTogether profiles = new ProfilesTogether(table);
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void end() {
        table.leaving.countDown();
        callers.close();
    }

    @Test
    void areReadAtOnceForWhoComesAlone() {
        assertThat(profiles.find(ANN)).map(answer -> answer.accountId).contains(ANN);
        assertThat(profiles.find(NOBODY)).isEmpty();

        assertThat(table.asked).containsExactly(List.of(ANN), List.of(NOBODY));
    }

    @Test
    void areReadTogetherForThoseWhoComeWhileOthersAreRead() {
        var answers = afterASlowOne(ANN, BEN, ANN, NOBODY);

        assertThat(answers)
                .extracting(answer -> answer.join().map(found -> found.accountId))
                .as("to each what they asked for")
                .containsExactly(Optional.of(ANN), Optional.of(BEN), Optional.of(ANN), Optional.empty());
        assertThat(table.asked).containsExactly(List.of(SLOW), List.of(ANN, BEN, NOBODY));
    }

    /** A person who is there since the last reading began is found. */
    @Test
    void areReadAfterTheyWereAskedFor() {
        var cal = new UUID(0, 4);
        var answers = afterASlowOne(() -> table.there.add(cal), cal);

        assertThat(answers.getFirst().join()).map(answer -> answer.accountId).contains(cal);
    }

    /** A database that is away is waited for once, not by one after the other (R7). */
    @Test
    void areWaitedForInVainTogether() {
        table.failing = new IllegalStateException("no connection");
        var answers = afterASlowOne(ANN, BEN);

        answers.forEach(answer -> assertThatThrownBy(answer::join).hasRootCauseMessage("no connection"));
        assertThat(table.asked).as("for all of them").hasSize(1);
    }

    @Test
    void areReadAgainOnceTheDatabaseIsBack() {
        table.failing = new IllegalStateException("no connection");
        assertThatThrownBy(() -> profiles.find(ANN)).isSameAs(table.failing);

        table.failing = null;

        assertThat(profiles.find(ANN)).isPresent();
    }

    private List<CompletableFuture<Optional<ProfileAnswer>>> afterASlowOne(UUID... accounts) {
        return afterASlowOne(() -> {}, accounts);
    }

    /** What is answered to those who ask, in this order, while somebody's profile is being read. */
    private List<CompletableFuture<Optional<ProfileAnswer>>> afterASlowOne(Runnable meanwhile, UUID... accounts) {
        var slow = CompletableFuture.supplyAsync(() -> profiles.find(SLOW), callers);
        await().until(() -> table.asked.contains(List.of(SLOW)));
        meanwhile.run();
        var answers = new ArrayList<CompletableFuture<Optional<ProfileAnswer>>>();
        for (UUID account : accounts) {
            answers.add(CompletableFuture.supplyAsync(() -> profiles.find(account), callers));
            await().until(() -> profiles.waiting() == answers.size());
        }
        table.leaving.countDown();
        slow.exceptionally(failed -> Optional.empty()).join();
        return answers;
    }

    /** What was asked for, by the statement; nothing comes of the slow one until it may leave. */
    private static final class Table implements ProfileAnswers {

        final List<List<UUID>> asked = Collections.synchronizedList(new ArrayList<>());
        final Set<UUID> there = Collections.synchronizedSet(new HashSet<>(Set.of(SLOW, ANN, BEN)));
        final CountDownLatch leaving = new CountDownLatch(1);
        volatile @Nullable RuntimeException failing;

        @Override
        public List<ProfileAnswer> findAll(UUID[] accounts) {
            List<ProfileAnswer> found = Stream.of(accounts)
                    .filter(there::contains)
                    .map(Table::answer)
                    .toList();
            asked.add(List.of(accounts));
            if (accounts[0].equals(SLOW)) {
                leave();
            }
            RuntimeException failure = failing;
            if (failure != null) {
                throw failure;
            }
            return found;
        }

        private void leave() {
            try {
                leaving.await();
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
            }
        }

        private static ProfileAnswer answer(UUID account) {
            var answer = new ProfileAnswer();
            answer.accountId = account;
            return answer;
        }
    }
}
