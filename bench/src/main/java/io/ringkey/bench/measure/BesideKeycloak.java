package io.ringkey.bench.measure;

import io.ringkey.bench.Stage;
import io.ringkey.bench.Steady;
import io.ringkey.bench.load.Client;
import io.ringkey.bench.load.ClosedLoop;
import io.ringkey.bench.load.Connected;
import io.ringkey.bench.load.HttpConnection;
import io.ringkey.bench.load.HttpConnection.Answer;
import io.ringkey.bench.program.Keycloak;
import io.ringkey.bench.table.Goal;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** What is measured of ours anyway, against the same of Keycloak, which stands beside the program and rests meanwhile. */
final class BesideKeycloak implements Steady {

    private static final int OK = 200;
    private static final AtomicInteger PEOPLE = new AtomicInteger();

    private final Steady ours;
    private final String theirs;
    private final Goal goal;
    private final int most;
    private final Function<URI, Client> maker;
    private URI keycloak = URI.create("");
    private int clients;

    private BesideKeycloak(Steady ours, String theirs, int most, Goal goal, Function<URI, Client> maker) {
        this.ours = ours;
        this.theirs = theirs;
        this.goal = goal;
        this.most = most;
        this.maker = maker;
    }

    /** Those who sign in: there, people who have an account, by one call. */
    static BesideKeycloak signIns() {
        return new BesideKeycloak(
                new SignIns(),
                "Keycloak: people signing in by a password that is hashed once",
                SignIns.CLIENTS,
                new Goal.AtLeast(3, 5),
                server -> Connected.to(server, connection -> () -> signIn(connection)));
    }

    static BesideKeycloak refreshes() {
        return new BesideKeycloak(
                new Refreshes(),
                "Keycloak: the same",
                Refreshes.CLIENTS,
                new Goal.AtLeast(3, 6),
                server -> Connected.to(server, BesideKeycloak::goingOn));
    }

    static BesideKeycloak profiles() {
        return new BesideKeycloak(
                new ProfileReads(),
                "Keycloak: `userinfo`",
                EmptyCalls.CLIENTS,
                new Goal.AtLeast(1, 1.5),
                server -> Calls.withToken(server, Keycloak.PATH + "/userinfo", accessToken(server)));
    }

    @Override
    public String name() {
        return "keycloak-" + ours.name();
    }

    @Override
    public String what() {
        return ours.what();
    }

    @Override
    public String limitName() {
        return theirs + ", " + most + " clients";
    }

    @Override
    public Goal goal() {
        return goal;
    }

    @Override
    public void prepare(Stage stage) throws Exception {
        ours.prepare(stage);
        keycloak = stage.keycloak().url();
        clients = stage.scale().clients(most);
    }

    @Override
    public double measured(Duration lasts) throws Exception {
        return ours.measured(lasts);
    }

    @Override
    public double limit(Duration lasts) {
        return ClosedLoop.rate(clients, lasts, client -> maker.apply(keycloak));
    }

    private static Answer signIn(HttpConnection connection) {
        return tokens(
                connection,
                "grant_type=password&scope=openid&username=" + Keycloak.somebody(PEOPLE.getAndIncrement())
                        + "&password=" + Keycloak.PASSWORD);
    }

    private static String accessToken(URI server) {
        try (var connection = new HttpConnection(server)) {
            return signIn(connection).text("access_token");
        }
    }

    private static Client goingOn(HttpConnection connection) {
        return Refreshes.goingOn(
                signIn(connection).text("refresh_token"),
                token -> tokens(connection, "grant_type=refresh_token&refresh_token=" + token)
                        .text("refresh_token"));
    }

    private static Answer tokens(HttpConnection connection, String grant) {
        Answer answer = connection.postForm(Keycloak.PATH + "/token", "client_id=" + Keycloak.CLIENT + "&" + grant);
        if (answer.status() != OK) {
            throw new IllegalStateException("Keycloak answered " + answer.status() + " " + answer.body());
        }
        return answer;
    }
}
