# Varnish 7 with xkey (varnish-modules) in front of the site: CDN_KIND=varnish,
# CDN_PURGE_URL=http://127.0.0.1:6081/. Keeps what the site allows it to, and forgets it by its keys.
vcl 4.1;

import xkey;

backend default {
    .host = "127.0.0.1";
    .port = "8000";
}

# Who may say that something has changed: the machines that serve.
acl purgers {
    "127.0.0.1";
}

sub vcl_recv {
    if (req.method == "PURGE") {
        if (client.ip !~ purgers) {
            return (synth(403));
        }
        set req.http.n = xkey.purge(req.http.xkey-purge);
        return (synth(200, req.http.n + " forgotten"));
    }
    # Pages are the same for everybody; the desk, forms and search are never kept.
    if (req.method == "GET" || req.method == "HEAD") {
        if (req.url !~ "^/(admin|preview|feedback|api)(/|$)") {
            unset req.http.Cookie;
        }
    }
}

sub vcl_backend_response {
    # Only what has keys can be forgotten; files with a digest in their name need none.
    if (!beresp.http.xkey && beresp.http.Cache-Control !~ "immutable") {
        set beresp.uncacheable = true;
        return (deliver);
    }
    # Never an old page while a new one is fetched.
    set beresp.grace = 0s;
}

sub vcl_deliver {
    unset resp.http.xkey;
    # No other cache is told of changes.
    set resp.http.Cache-Control = regsub(resp.http.Cache-Control, ",? ?s-maxage=[0-9]+", "");
}
