package io.ringkey.web.apidocs;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.ringkey.api.Caller;
import io.ringkey.api.Origin;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.api.session.SessionId;
import io.ringkey.api.verification.ChallengeId;
import io.ringkey.web.access.PersonId;
import io.ringkey.web.cursor.Paging;
import io.ringkey.web.problem.ProblemWriter;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.util.Arrays;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import tools.jackson.databind.JsonNode;

/** What the description says that the handlers do not. */
@Configuration(proxyBeanMethods = false)
@Lazy
class ApiDescription {

    static {
        SpringDocUtils.getConfig()
                .addRequestWrapperToIgnore(Caller.class, Origin.class, Paging.class)
                .addAnnotationsToIgnore(PersonId.class)
                .replaceWithSchema(JsonNode.class, new ObjectSchema())
                .replaceWithSchema(AccountId.class, new StringSchema().format("uuid"))
                .replaceWithSchema(SessionId.class, new StringSchema().format("uuid"))
                .replaceWithSchema(ChallengeId.class, new StringSchema().format("uuid"))
                .replaceWithSchema(
                        Role.class,
                        new StringSchema()
                                ._enum(Arrays.stream(Role.values())
                                        .map(Role::wireName)
                                        .toList()));
    }

    @Bean
    DescribedOperations describedOperations(ProblemWriter problems) {
        return new DescribedOperations(problems);
    }

    @Bean
    DescribedApi describedApi() {
        return new DescribedApi();
    }

    /** Names in the description are spelled as in the JSON; it is made by an older Jackson than the answers are. */
    @Bean
    ModelResolver snakeCaseModels() {
        var json = Json31.mapper().copy();
        json.setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
        return new ModelResolver(json).openapi31(true);
    }
}
