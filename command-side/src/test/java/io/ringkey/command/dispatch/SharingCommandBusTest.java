package io.ringkey.command.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.DefaultCommandBusSpanFactory;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.callbacks.FutureCallback;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.tracing.NoOpSpanFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SharingCommandBusTest {

    private final Transactions transactions = new Transactions();
    private final Able able = new Able();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SharingCommandBus bus = new SharingCommandBus(
            transactions,
            DefaultCommandBusSpanFactory.builder()
                    .spanFactory(NoOpSpanFactory.INSTANCE)
                    .build(),
            () -> able,
            new GroupMeters(meters));
    private final List<String> handled = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> failing = Collections.synchronizedSet(new HashSet<>());
    private final CountDownLatch leaving = new CountDownLatch(1);
    private final CountDownLatch come = new CountDownLatch(1);
    private final java.util.concurrent.ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    record Greet(String name) {}

    @BeforeEach
    void listen() {
        bus.subscribe(Greet.class.getName(), message -> {
            String name = ((Greet) message.getPayload()).name();
            handled.add(name);
            if (name.equals("slow")) {
                come.countDown();
                leaving.await();
            }
            if (failing.contains(name)) {
                throw new IllegalStateException("no " + name);
            }
            return "hello " + name;
        });
    }

    @AfterEach
    void end() {
        leaving.countDown();
        callers.close();
    }

    @Test
    void handlesAloneWhoComesAlone() {
        assertThat(greet("a")).isEqualTo("hello a");
        assertThat(greet("b")).isEqualTo("hello b");

        assertThat(transactions.committed).hasValue(2);
    }

    @Test
    void handlesTogetherThoseWhoComeWhileAnotherIsHandled() {
        var answers = afterASlowOne("a", "b", "c");

        assertThat(answers).extracting(CompletableFuture::join).containsExactly("hello a", "hello b", "hello c");
        assertThat(transactions.committed).as("the slow one's, and theirs").hasValue(2);
        assertThat(handled).containsExactlyInAnyOrder("slow", "a", "b", "c");
        assertThat(groups("applied")).isEqualTo(2);
        assertThat(groups("undone")).isZero();
    }

    @Test
    void letsNobodyFailForAnother() {
        failing.add("b");

        var answers = afterASlowOne("a", "b", "c");

        assertThat(answers.get(0).join()).isEqualTo("hello a");
        assertThat(answers.get(2).join()).isEqualTo("hello c");
        assertThatThrownBy(answers.get(1)::join)
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("no b");
        assertThat(transactions.committed)
                .as("the slow one's, and a's and c's own")
                .hasValue(3);
        assertThat(transactions.undone).as("what they shared, and b's own").hasValue(2);
        assertThat(groups("undone")).isEqualTo(1);
    }

    @Test
    void doesNotDoTwiceWhatMayHaveBeenCommitted() {
        transactions.lost = 2;

        var answers = afterASlowOne("a", "b");

        answers.forEach(answer -> assertThatThrownBy(answer::join).hasRootCauseMessage("the connection is gone"));
        assertThat(handled).containsExactlyInAnyOrder("slow", "a", "b");
        assertThat(groups("unknown")).isEqualTo(1);
    }

    @Test
    void handlesAloneWhoCannotGoAlong() {
        able.not.add("b");

        var answers = afterASlowOne("a", "b", "c");

        assertThat(answers).extracting(CompletableFuture::join).containsExactly("hello a", "hello b", "hello c");
        assertThat(transactions.committed).hasValue(3);
    }

    @Test
    void letsNobodyWaitForADatabaseThatIsAway() {
        transactions.awayFrom = 2;

        var answers = afterASlowOne("a", "b", "c");

        answers.forEach(answer -> assertThatThrownBy(answer::join).hasRootCauseMessage("no connection"));
        assertThat(transactions.asked)
                .as("the slow one's, and once for all others")
                .hasValue(2);
    }

    // R7: a connection that died is found out by what is read, and has nothing to undo.
    @Test
    void handlesEachAloneWhereAConnectionDiesWhileItReadsAhead() {
        able.cannotRead = true;
        transactions.cannotUndo = 2;

        var answers = afterASlowOne("a", "b");

        assertThat(answers).extracting(CompletableFuture::join).containsExactly("hello a", "hello b");
        assertThat(transactions.committed).hasValue(3);
        assertThat(groups("undone")).isEqualTo(1);
    }

    // R7
    @Test
    void handlesEachAloneWhereAConnectionDiesWhileOneIsHandled() {
        failing.add("b");
        transactions.cannotUndo = 2;

        var answers = afterASlowOne("a", "b");

        assertThat(answers.get(0).join()).isEqualTo("hello a");
        assertThatThrownBy(answers.get(1)::join).hasRootCauseMessage("no b");
    }

    private double groups(String outcome) {
        return meters.get("ringkey.command.groups")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    /** What is answered to those who come, in this order, while one is being handled. */
    private List<CompletableFuture<Object>> afterASlowOne(String... names) {
        var slow = CompletableFuture.supplyAsync(() -> greet("slow"), callers);
        await().until(() -> come.getCount() == 0);
        var answers = new ArrayList<CompletableFuture<Object>>();
        for (String name : names) {
            answers.add(CompletableFuture.supplyAsync(() -> greet(name), callers));
            await().until(() -> bus.waiting() == answers.size());
        }
        leaving.countDown();
        slow.exceptionally(thrown -> "").join();
        return answers;
    }

    private Object greet(String name) {
        var callback = new FutureCallback<Greet, Object>();
        bus.dispatch(GenericCommandMessage.asCommandMessage(new Greet(name)), callback);
        var result = callback.getResult();
        if (result.isExceptional()) {
            throw new CompletionException(result.exceptionResult());
        }
        return result.getPayload();
    }

    private static final class Able implements SharedCommands {

        final Set<String> not = new HashSet<>();
        volatile boolean cannotRead;

        @Override
        public boolean mayShare(Object command) {
            return true;
        }

        @Override
        public Collection<CommandMessage<?>> readAhead(List<CommandMessage<?>> commands) {
            if (cannotRead && commands.size() > 1) {
                throw new IllegalStateException("the connection has died");
            }
            return commands.stream()
                    .filter(command -> !not.contains(((Greet) command.getPayload()).name()))
                    .toList();
        }
    }

    /** Counts, and can be away or lose a connection at a commit. */
    private static final class Transactions implements TransactionManager {

        final AtomicInteger asked = new AtomicInteger();
        final AtomicInteger committed = new AtomicInteger();
        final AtomicInteger undone = new AtomicInteger();
        volatile int awayFrom = Integer.MAX_VALUE;
        volatile int lost;
        volatile int cannotUndo;

        @Override
        public Transaction startTransaction() {
            int number = asked.incrementAndGet();
            if (number >= awayFrom) {
                throw new IllegalStateException("no connection");
            }
            return new Transaction() {
                @Override
                public void commit() {
                    if (number == lost) {
                        throw new IllegalStateException("the connection is gone");
                    }
                    committed.incrementAndGet();
                }

                @Override
                public void rollback() {
                    if (number == cannotUndo) {
                        throw new IllegalStateException("there is no connection to undo anything on");
                    }
                    undone.incrementAndGet();
                }
            };
        }
    }
}
