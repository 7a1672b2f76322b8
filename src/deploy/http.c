/* A request → its answer. libcurl stays behind this file. */
#include "deploy/http.h"

#include "base/buffer.h"
#include "deploy/address.h"

#include <curl/curl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    HEADER_LONGEST = 8192, /* bytes; servers refuse to send longer lines */
};

/* What libcurl's callbacks see of one request. */
struct exchange {
    struct pf_arena *arena;
    const struct pf_http *http;
    struct pf_http_answer *answer;
    struct pf_buffer body;
    const char *refused; /* the kind of address that was not connected to */
    char error[CURL_ERROR_SIZE];
};

/* The address is judged where the socket is made, so that no second look-up can swap it. */
static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct exchange *exchange = context;
    (void)purpose;
    const char *refused = pf_address_refused(&address->addr);
    if (refused != NULL && !exchange->http->allow_local) {
        exchange->refused = refused;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t hear_header(char *bytes, size_t size, size_t count, void *context)
{
    struct exchange *exchange = context;
    struct pf_http_answer *answer = exchange->answer;
    pf_str line = {bytes, size * count}, name, value;
    if (pf_str_starts(line, PF_STR("HTTP/")))
        answer->headers.count = 0; /* another answer begins: after "100 Continue" */
    else if (answer->headers.count < PF_HTTP_HEADERS && line.len <= HEADER_LONGEST &&
             pf_str_cut(line, ':', &name, &value))
        *pf_pile_add(exchange->arena, &answer->headers) =
            (struct pf_http_header){pf_arena_str(exchange->arena, pf_str_trim(name)),
                                    pf_arena_str(exchange->arena, pf_str_trim(value))};
    return size * count;
}

/* Less than was offered ends the transfer: the cap. */
static size_t hear_body(char *bytes, size_t size, size_t count, void *context)
{
    struct exchange *exchange = context;
    size_t offered = size * count, room = PF_HTTP_BODY - exchange->body.len;
    size_t taken = offered < room ? offered : room;
    pf_buffer_add(&exchange->body, (pf_str){bytes, taken});
    exchange->answer->is_cut = taken < offered;
    return taken;
}

static int look_up(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    const struct exchange *exchange = context;
    (void)a, (void)b, (void)c, (void)d;
    return exchange->http->signals != NULL && pf_signals_got(exchange->http->signals) != 0;
}

static int64_t earliest_end(CURL *curl)
{
    struct curl_certinfo *chain = NULL;
    if (curl_easy_getinfo(curl, CURLINFO_CERTINFO, &chain) != CURLE_OK || chain == NULL)
        return 0;
    int64_t earliest = 0;
    for (int i = 0; i < chain->num_of_certs; i++)
        for (const struct curl_slist *fact = chain->certinfo[i]; fact != NULL; fact = fact->next) {
            pf_str name, value;
            pf_str_cut(pf_str_c(fact->data), ':', &name, &value);
            if (!pf_str_eq(name, PF_STR("Expire date")))
                continue;
            int64_t end = (int64_t)curl_getdate(value.data, NULL);
            if (end > 0 && (earliest == 0 || end < earliest))
                earliest = end;
        }
    return earliest;
}

/* X.509 verify results that a site's owner can do something about; OpenSSL's x509_vfy.h. */
static const struct {
    long result;
    const char *words;
} certificate_troubles[] = {
    {9, "its certificate is not valid yet"},
    {10, "its certificate has expired"},
    {18, "its certificate is signed by itself"},
    {19, "its chain ends in an authority that is not trusted"},
    {20, "its chain ends in an authority that is not trusted, or lacks a certificate in between"},
    {21, "its chain lacks a certificate in between"},
    {23, "its certificate has been revoked"},
};

static pf_str trust_trouble(const struct exchange *exchange, CURL *curl)
{
    long result = 0;
    /* The name is compared by libcurl, not by OpenSSL: its words are the only sign. */
    if (strstr(exchange->error, "subject name") != NULL)
        return PF_STR("its certificate is for other names");
    curl_easy_getinfo(curl, CURLINFO_SSL_VERIFYRESULT, &result);
    for (size_t i = 0; i < sizeof certificate_troubles / sizeof *certificate_troubles; i++)
        if (certificate_troubles[i].result == result)
            return pf_str_c(certificate_troubles[i].words);
    return pf_arena_format(exchange->arena, "TLS 1.2 or newer with it fails (%s)", exchange->error);
}

static void set_trouble(struct exchange *exchange, CURL *curl, CURLcode code, enum pf_http_end *end,
                        pf_str *trouble)
{
    const struct pf_http *http = exchange->http;
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        *end = PF_HTTP_UNKNOWN_HOST;
        *trouble = PF_STR("the name system does not know its host");
        break;
    case CURLE_COULDNT_CONNECT:
        *end = exchange->refused != NULL ? PF_HTTP_REFUSED : PF_HTTP_NO_CONNECTION;
        *trouble = exchange->refused != NULL ? pf_str_c(exchange->refused)
                                             : PF_STR("nothing accepts a connection there");
        break;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
        *end = PF_HTTP_NO_TRUST;
        *trouble = trust_trouble(exchange, curl);
        break;
    case CURLE_OPERATION_TIMEDOUT:
        *end = PF_HTTP_TIMEOUT;
        *trouble = pf_arena_format(exchange->arena, "no whole answer within %u s",
                                   http->limit_seconds > 0 ? http->limit_seconds
                                                           : (unsigned)PF_HTTP_SECONDS);
        break;
    case CURLE_ABORTED_BY_CALLBACK:
        *end = PF_HTTP_INTERRUPTED;
        *trouble = PF_STR("interrupted");
        break;
    default:
        *end = PF_HTTP_BROKEN;
        *trouble = pf_arena_format(exchange->arena, "no HTTP answer (%s)",
                                   exchange->error[0] != '\0' ? exchange->error
                                                              : curl_easy_strerror(code));
    }
}

/* Everything is said, so that neither the environment nor an rc file says it. */
static void set_manners(CURL *curl, struct exchange *exchange)
{
    const struct pf_http *http = exchange->http;
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
#if LIBCURL_VERSION_NUM >= 0x075500
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(curl, CURLOPT_CERTINFO, 1L);
    curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT,
                     (long)(http->limit_seconds > 0 ? http->limit_seconds : PF_HTTP_SECONDS));
    curl_easy_setopt(curl, CURLOPT_USERAGENT,
                     "preflight/" PREFLIGHT_VERSION " (verification of a deployment)");
    if (http->ca_file != NULL)
        curl_easy_setopt(curl, CURLOPT_CAINFO, http->ca_file);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, exchange->error);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, exchange);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, hear_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, exchange);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, hear_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, exchange);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, look_up);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, exchange);
}

static struct curl_slist *request_headers(struct pf_arena *arena,
                                          const struct pf_http_request *request)
{
    struct curl_slist *list = NULL;
    if (request->host != NULL)
        list = curl_slist_append(list, pf_arena_format(arena, "Host: %s", request->host).data);
    for (const char *const *header = request->headers; header != NULL && *header != NULL; header++)
        list = curl_slist_append(list, *header);
    return list;
}

/* "HOST:PORT:ADDRESS": where the connection goes, whatever DNS says. */
static struct curl_slist *known_address(struct pf_arena *arena, const struct pf_http *http,
                                        const struct pf_web_url *url)
{
    if (http->connect_to == NULL)
        return NULL;
    return curl_slist_append(
        NULL,
        pf_arena_format(arena, "%.*s:%u:%s", PF_ARG(url->host), url->port, http->connect_to).data);
}

static CURLcode perform(CURL *curl, struct exchange *exchange,
                        const struct pf_http_request *request)
{
    struct pf_arena *arena = exchange->arena;
    struct curl_slist *headers = request_headers(arena, request);
    struct curl_slist *addresses = known_address(arena, exchange->http, &request->url);
    set_manners(curl, exchange);
    curl_easy_setopt(curl, CURLOPT_URL, pf_web_url_text(arena, &request->url).data);
    curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_RESOLVE, addresses);
    if (request->is_post) {
        curl_easy_setopt(curl, CURLOPT_POST, 1L);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body.len);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request->body.data);
    }
    CURLcode code = curl_easy_perform(curl);
    curl_slist_free_all(headers);
    curl_slist_free_all(addresses);
    return code;
}

struct pf_http_answer pf_http_send(struct pf_arena *arena, const struct pf_http *http,
                                   const struct pf_http_request *request)
{
    struct pf_http_answer answer = {.end = PF_HTTP_ANSWERED};
    struct exchange exchange = {
        .arena = arena, .http = http, .answer = &answer, .body = pf_buffer_new(arena)};
    const char *named = pf_address_name_refused(request->url.host);
    if (named != NULL && !http->allow_local)
        return (struct pf_http_answer){.end = PF_HTTP_REFUSED, .trouble = pf_str_c(named)};
    CURL *curl = curl_easy_init();
    if (curl == NULL)
        pf_die("libcurl cannot be started");
    CURLcode code = perform(curl, &exchange, request);
    /* Breaking off at the cap is our own doing. */
    if (code != CURLE_OK && !(code == CURLE_WRITE_ERROR && answer.is_cut))
        set_trouble(&exchange, curl, code, &answer.end, &answer.trouble);
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    answer.status = (unsigned)status;
    answer.certificate_ends = earliest_end(curl);
    answer.body = pf_buffer_str(&exchange.body);
    curl_easy_cleanup(curl);
    return answer;
}

struct pf_http_answer pf_http_get(struct pf_arena *arena, const struct pf_http *http,
                                  const struct pf_web_url *url)
{
    return pf_http_send(arena, http, &(struct pf_http_request){.url = *url});
}

static const struct pf_http_header *find_header(const struct pf_http_answer *answer,
                                                const char *name)
{
    for (size_t i = 0; i < answer->headers.count; i++)
        if (pf_str_eq_nocase(answer->headers.items[i].name, pf_str_c(name)))
            return &answer->headers.items[i];
    return NULL;
}

pf_str pf_http_header(const struct pf_http_answer *answer, const char *name)
{
    const struct pf_http_header *header = find_header(answer, name);
    return header != NULL ? header->value : PF_STR("");
}

bool pf_http_has_header(const struct pf_http_answer *answer, const char *name)
{
    return find_header(answer, name) != NULL;
}
