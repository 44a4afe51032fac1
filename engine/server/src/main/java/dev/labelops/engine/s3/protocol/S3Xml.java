package dev.labelops.engine.s3.protocol;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.xml.XmlFactory;
import com.fasterxml.jackson.dataformat.xml.XmlMapper;
import com.fasterxml.jackson.dataformat.xml.deser.FromXmlParser;
import dev.labelops.engine.front.AwsError;
import java.io.IOException;
import java.io.StringWriter;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** S3's XML documents, read without entities and document types. */
public final class S3Xml {
  static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
  private static final XmlMapper MAPPER = mapper();
  // The platform's own writes every character; XmlText sees to those that XML does not have.
  private static final XMLOutputFactory WRITERS = XMLOutputFactory.newDefaultFactory();

  private S3Xml() {}

  /**
   * Parses a document.
   *
   * @param root the name that its root element must have
   * @throws AwsError 400 {@code MalformedXML}
   */
  public static <T> T parse(byte[] document, String root, Class<T> type) {
    try (FromXmlParser parser = (FromXmlParser) MAPPER.getFactory().createParser(document)) {
      if (!parser.getStaxReader().getLocalName().equals(root)) {
        throw S3Errors.MALFORMED_XML.of();
      }
      T parsed = MAPPER.readValue(parser, type);
      if (parsed == null) {
        throw S3Errors.MALFORMED_XML.of();
      }
      return parsed;
    } catch (IOException e) {
      throw S3Errors.MALFORMED_XML.of();
    }
  }

  /** Writes elements. */
  @FunctionalInterface
  public interface Content {
    void write(XMLStreamWriter xml) throws XMLStreamException;
  }

  /** A document with this root element in S3's namespace. */
  public static String document(String root, Content content) {
    return plainDocument(
        root,
        xml -> {
          xml.writeDefaultNamespace(NAMESPACE);
          content.write(xml);
        });
  }

  /** A document without a namespace, as errors are. */
  static String plainDocument(String root, Content content) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = WRITERS.createXMLStreamWriter(new XmlText(text));
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement(root);
      content.write(xml);
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.flush();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a document cannot be written", e);
    }
    return text.toString();
  }

  public static void element(XMLStreamWriter xml, String name, String value)
      throws XMLStreamException {
    xml.writeStartElement(name);
    xml.writeCharacters(value);
    xml.writeEndElement();
  }

  private static XmlMapper mapper() {
    XMLInputFactory input = XMLInputFactory.newFactory();
    input.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    input.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return XmlMapper.builder(new XmlFactory(input))
        .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .build();
  }
}
