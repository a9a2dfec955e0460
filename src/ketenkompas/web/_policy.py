"""What a browser may load: own scripts, styles and pictures, nothing inline, nothing of a third party."""

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
EMBEDDED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
"""For a panel that may stand in a frame on any site."""
