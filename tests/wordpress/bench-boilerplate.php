<?php
/* A must-use plugin for benchmarks: what a grown news site prints around an article, in the shapes of Yoast 5
   (head), Jetpack (sharing, related) and a mega menu. ?bench_theme= shows a page in another theme, ?bench_bytes=
   fills it up to so many bytes: with menu, sidebar and footer links first, then with WordPress' own style sheet. */
$bench_theme = $_GET['bench_theme'] ?? '';
foreach (['template', 'stylesheet'] as $option)
  if ($bench_theme) add_filter("pre_option_$option", fn() => $bench_theme);

add_action('wp_head', function () {                                       // as Yoast SEO 5 prints it on a post
  if (!is_single()) return;
  $tell = fn($name, $value) => printf("<meta property=\"%s\" content=\"%s\" />\n", $name, esc_attr($value));
  echo "<!-- This site is optimized with the Yoast SEO plugin v5.9.1 - https://yoast.com/wordpress/plugins/seo/ -->\n";
  $tell('og:locale', 'en_US'); $tell('og:type', 'article');
  $tell('og:title', get_the_title() . ' | ' . get_bloginfo('name'));
  $tell('og:description', wp_trim_words(wp_strip_all_tags(get_the_content()), 30));
  $tell('og:url', get_permalink()); $tell('og:site_name', get_bloginfo('name'));
  foreach (get_the_tags() ?: [] as $tag) $tell('article:tag', $tag->name);
  $tell('article:section', get_the_category()[0]->name);
  $tell('article:published_time', get_the_date('c')); $tell('article:modified_time', get_the_modified_date('c'));
  $tell('og:updated_time', get_the_modified_date('c'));
  echo '<meta name="twitter:card" content="summary" />', "\n";
  printf("<script type='application/ld+json'>%s</script>\n", wp_json_encode(['@context' => 'http://schema.org', '@type' => 'WebSite',
    'url' => home_url('/'), 'name' => get_bloginfo('name'), 'potentialAction' => ['@type' => 'SearchAction', 'target' => home_url('/?s={search_term_string}'), 'query-input' => 'required name=search_term_string']]));
  echo "<!-- / Yoast SEO plugin. -->\n";
}, 1);

add_filter('the_content', function ($content) {                           // as Jetpack ends a post
  if (!is_single()) return $content;
  $links = '';
  foreach (['facebook', 'twitter', 'telegram', 'jetpack-whatsapp'] as $network)
    $links .= sprintf('<li class="share-%1$s"><a rel="nofollow" data-shared="sharing-%1$s-%2$d" class="share-%1$s sd-button share-icon" href="%3$s?share=%1$s" target="_blank" title="Click to share on %1$s"><span>%1$s</span></a></li>', $network, get_the_ID(), get_permalink());
  return $content . '<div class="sharedaddy sd-sharing-enabled"><div class="robots-nocontent sd-block sd-social sd-social-icon-text sd-sharing"><h3 class="sd-title">Share this:</h3><div class="sd-content"><ul>'
    . $links . '<li class="share-end"></li></ul></div></div></div><div id=\'jp-relatedposts\' class=\'jp-relatedposts\'><h3 class="jp-relatedposts-headline"><em>Related</em></h3></div>';
}, 99);

function bench_links($first, $count, $class) {                            // links to other posts, as menus and widgets print them
  $posts = get_posts(['numberposts' => 60, 'orderby' => 'ID', 'order' => 'ASC']);
  $items = '';
  for ($n = $first; $n < $first + $count; $n++) {
    $post = $posts[$n % count($posts)];
    $items .= sprintf("<li id=\"%s-%d\" class=\"menu-item menu-item-type-post_type menu-item-object-post %1\$s-%2\$d\"><a href=\"%s\">%s</a></li>\n", $class, $n, get_permalink($post), esc_html(wp_trim_words($post->post_title, 6)));
  }
  return "<ul class=\"$class\">\n$items</ul>\n";
}
// A page of the archive's size (147 KB) has 1,500 to 3,000 tags; a link is four.
const BENCH_LINKS = 300;
add_action('template_redirect', fn() => ob_start(function ($page) {
  $wanted = (int) ($_GET['bench_bytes'] ?? 0);
  if (!$wanted) return $page;
  $menu = '<nav id="mega-menu">' . bench_links(0, BENCH_LINKS / 2, 'mega-menu') . '</nav>';
  $sidebar = '<aside id="more-sidebar"><div class="widget et_pb_widget"><h4 class="widgettitle">Recent Posts</h4>' . bench_links(7, BENCH_LINKS / 4, 'recent-posts') . '</div></aside>';
  $footer = '<div id="et-footer-nav"><div class="container">' . bench_links(31, BENCH_LINKS / 4, 'bottom-nav') . '</div></div>';
  $page = preg_replace('/<body[^>]*>/', "$0\n$menu", $page, 1);
  $page = preg_replace('~</body>~', "$sidebar$footer</body>", $page, 1);
  $style = file_get_contents(ABSPATH . WPINC . '/css/dist/components/style.css');
  $room = $wanted - strlen($page) - 60;   // as long as it will be under the archive's own address
  $room -= substr_count($page, home_url()) * (strlen('https://eng-archive.aawsat.com') - strlen(home_url()));
  $style = substr($style, 0, max(0, (int) strrpos(substr($style, 0, max(0, $room)), '}') + 1));
  return str_replace('</head>', "<style id=\"theme-customizer-css\">\n$style\n</style>\n</head>", $page);
}), 0);
