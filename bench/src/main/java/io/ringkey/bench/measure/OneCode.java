package io.ringkey.bench.measure;

import io.ringkey.api.account.AccountId;
import io.ringkey.api.verification.VerificationOutcome.SignedIn;
import io.ringkey.bench.Measure;
import io.ringkey.bench.Scale;
import io.ringkey.bench.Stage;
import io.ringkey.bench.load.Together;
import io.ringkey.bench.table.Goal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Whether a popular invite code is as good as ten thousand. Everybody applies a code once, so each round takes others. */
final class OneCode implements Measure {

    private static final int THREADS = 8;
    private static final int PEOPLE = 10_000;

    private @Nullable People people;
    private List<SignedIn> applicants = List.of();
    private List<String> codes = List.of();
    private int applied;
    private int atATime;

    @Override
    public String name() {
        return "one-code";
    }

    @Override
    public String what() {
        return "%,d people applying one invite code, in process, %d threads".formatted(codes.size(), THREADS);
    }

    @Override
    public String limitName() {
        return "as many people applying as many codes";
    }

    @Override
    public Goal goal() {
        return new Goal.AtLeast(0.8, 0.95);
    }

    @Override
    public void prepare(Stage stage) {
        people = new People(stage.writeSide("invites"));
        int many = stage.scale().of(PEOPLE);
        int rounds = stage.scale().rounds();
        atATime = Math.max(1, many / rounds);
        // For one code and for many, in the rounds and before them.
        applicants = signedIn(4 * rounds * atATime);
        codes = signedIn(many).stream().map(SignedIn::inviteCode).toList();
    }

    /** Cold it is a quarter as fast, and which of the two is warm first is chance. */
    @Override
    public void warmUp(Scale scale) {
        for (int round = 0; round < scale.rounds(); round++) {
            rate(applying(codes.getLast()));
            rate(applying(codes));
        }
    }

    private List<SignedIn> signedIn(int many) {
        List<SignedIn> all = Collections.synchronizedList(new ArrayList<>());
        Together.rate(
                THREADS,
                Collections.nCopies(many, Objects.requireNonNull(people)),
                each -> all.add(each.signIn(People.newPhone())));
        return List.copyOf(all);
    }

    @Override
    public double measured(Duration lasts) {
        return rate(applying(codes.getFirst()));
    }

    @Override
    public double limit(Duration lasts) {
        return rate(applying(codes));
    }

    private List<Application> applying(String one) {
        return applying(List.of(one));
    }

    /** Those who have not applied a code yet, as many as a round takes. */
    private List<Application> applying(List<String> some) {
        return IntStream.range(applied, applied + atATime)
                .mapToObj(each -> new Application(applicants.get(each).account(), some.get(each % some.size())))
                .toList();
    }

    private double rate(List<Application> applications) {
        applied += atATime;
        People all = Objects.requireNonNull(people);
        return Together.rate(THREADS, applications, each -> all.apply(each.applicant(), each.code()));
    }

    private record Application(AccountId applicant, String code) {}
}
