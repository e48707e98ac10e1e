package io.ringkey.command.avatar;

import jakarta.servlet.MultipartConfigElement;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.multipart.MultipartResolver;
import org.springframework.web.multipart.support.StandardServletMultipartResolver;

/** How forms with a picture are taken in. */
@Configuration(proxyBeanMethods = false)
class UploadConfiguration {

    private static final int LARGEST_FORM = PictureCutter.MAX_BYTES + 1024 * 1024;
    /** Read and thrown away, so that a client which sends too much still gets to read the refusal. */
    private static final int SWALLOWED = 32 * 1024 * 1024;

    @Bean
    MultipartConfigElement multipartConfigElement() {
        // Nothing goes to a temporary file: what was uploaded leaves no trace but the picture that is kept.
        return new MultipartConfigElement("", PictureCutter.MAX_BYTES, LARGEST_FORM, LARGEST_FORM);
    }

    @Bean
    MultipartResolver multipartResolver() {
        var resolver = new StandardServletMultipartResolver();
        // Not before it is known who is calling.
        resolver.setResolveLazily(true);
        return resolver;
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> swallowing() {
        return tomcat -> tomcat.addConnectorCustomizers(
                connector -> connector.setProperty("maxSwallowSize", Integer.toString(SWALLOWED)));
    }
}
