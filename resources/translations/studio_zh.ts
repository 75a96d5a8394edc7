<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>windows and controls</source>
        <translation>窗口与控件</translation>
    </message>
    <message>
        <source>time line</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>neural networks</source>
        <translation>神经网络</translation>
    </message>
    <message>
        <source>pictures</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>sound and video</source>
        <translation>声音与视频</translation>
    </message>
    <message>
        <source>landmark models</source>
        <translation>人脸关键点模型</translation>
    </message>
    <message>
        <source>projects</source>
        <translation>项目文件</translation>
    </message>
    <message>
        <source>log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>About Orator Studio</source>
        <translation>关于 Orator Studio</translation>
    </message>
    <message>
        <source>Orator Studio</source>
        <translation>Orator Studio</translation>
    </message>
    <message>
        <source>Version %1. One portrait, one voice, one film.</source>
        <translation>版本 %1。一张肖像，一段声音，一部影片。</translation>
    </message>
    <message>
        <source>Orator&apos;s own sources stand under the Apache License 2.0. This program is linked with the libraries below; with QCustomPlot in it, the program as a whole may be passed on under the GNU General Public License 3.</source>
        <translation>Orator 自身的源代码采用 Apache License 2.0。本程序链接了下列库；由于其中包含 QCustomPlot，程序整体须按 GNU 通用公共许可证第 3 版分发。</translation>
    </message>
    <message>
        <source>Component</source>
        <translation>组件</translation>
    </message>
    <message>
        <source>Used for</source>
        <translation>用途</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>person matte</source>
        <translation>人物蒙版</translation>
    </message>
    <message>
        <source>speech detector</source>
        <translation>语音检测</translation>
    </message>
    <message>
        <source>Components</source>
        <translation>组件</translation>
    </message>
    <message>
        <source>Licence of Orator</source>
        <translation>Orator 的许可证</translation>
    </message>
    <message>
        <source>Notices of the components</source>
        <translation>组件声明</translation>
    </message>
    <message>
        <source>Components and licences</source>
        <translation>组件与许可证</translation>
    </message>
    <message>
        <source>debug overlay</source>
        <translation>调试叠加层</translation>
    </message>
</context>
<context>
    <name>ChoiceField</name>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Reset to %1</source>
        <translation>重置为 %1</translation>
    </message>
</context>
<context>
    <name>Core</name>
    <message>
        <source>Mesh (fast)</source>
        <translation>网格（快速）</translation>
    </message>
    <message>
        <source>Mesh</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Neural (face-vid2vid)</source>
        <translation>神经网络（face-vid2vid）</translation>
    </message>
    <message>
        <source>Neural</source>
        <translation>神经网络</translation>
    </message>
    <message>
        <source>LivePortrait</source>
        <translation>LivePortrait</translation>
    </message>
    <message>
        <source>Jaw open</source>
        <translation>张嘴</translation>
    </message>
    <message>
        <source>Jaw left</source>
        <translation>下颌左移</translation>
    </message>
    <message>
        <source>Jaw right</source>
        <translation>下颌右移</translation>
    </message>
    <message>
        <source>Jaw forward</source>
        <translation>下颌前伸</translation>
    </message>
    <message>
        <source>Mouth close</source>
        <translation>闭嘴</translation>
    </message>
    <message>
        <source>Mouth pucker</source>
        <translation>噘嘴</translation>
    </message>
    <message>
        <source>Mouth funnel</source>
        <translation>拢嘴</translation>
    </message>
    <message>
        <source>Mouth left</source>
        <translation>嘴左移</translation>
    </message>
    <message>
        <source>Mouth right</source>
        <translation>嘴右移</translation>
    </message>
    <message>
        <source>Mouth stretch left</source>
        <translation>左嘴角拉伸</translation>
    </message>
    <message>
        <source>Mouth stretch right</source>
        <translation>右嘴角拉伸</translation>
    </message>
    <message>
        <source>Mouth smile left</source>
        <translation>左侧微笑</translation>
    </message>
    <message>
        <source>Mouth smile right</source>
        <translation>右侧微笑</translation>
    </message>
    <message>
        <source>Mouth frown left</source>
        <translation>左嘴角下垂</translation>
    </message>
    <message>
        <source>Mouth frown right</source>
        <translation>右嘴角下垂</translation>
    </message>
    <message>
        <source>Upper lip raise left</source>
        <translation>左上唇抬起</translation>
    </message>
    <message>
        <source>Upper lip raise right</source>
        <translation>右上唇抬起</translation>
    </message>
    <message>
        <source>Lower lip depress left</source>
        <translation>左下唇下压</translation>
    </message>
    <message>
        <source>Lower lip depress right</source>
        <translation>右下唇下压</translation>
    </message>
    <message>
        <source>Mouth press left</source>
        <translation>左侧抿嘴</translation>
    </message>
    <message>
        <source>Mouth press right</source>
        <translation>右侧抿嘴</translation>
    </message>
    <message>
        <source>Mouth dimple left</source>
        <translation>左酒窝</translation>
    </message>
    <message>
        <source>Mouth dimple right</source>
        <translation>右酒窝</translation>
    </message>
    <message>
        <source>Lip roll upper</source>
        <translation>上唇内卷</translation>
    </message>
    <message>
        <source>Lip roll lower</source>
        <translation>下唇内卷</translation>
    </message>
    <message>
        <source>Lip out upper</source>
        <translation>上唇外翻</translation>
    </message>
    <message>
        <source>Lip out lower</source>
        <translation>下唇外翻</translation>
    </message>
    <message>
        <source>Chin raise</source>
        <translation>下巴上提</translation>
    </message>
    <message>
        <source>Cheek puff left</source>
        <translation>左脸鼓起</translation>
    </message>
    <message>
        <source>Cheek puff right</source>
        <translation>右脸鼓起</translation>
    </message>
    <message>
        <source>Cheek raise left</source>
        <translation>左脸上提</translation>
    </message>
    <message>
        <source>Cheek raise right</source>
        <translation>右脸上提</translation>
    </message>
    <message>
        <source>Nose wrinkle left</source>
        <translation>左侧皱鼻</translation>
    </message>
    <message>
        <source>Nose wrinkle right</source>
        <translation>右侧皱鼻</translation>
    </message>
    <message>
        <source>Nostril flare</source>
        <translation>鼻孔张开</translation>
    </message>
    <message>
        <source>Blink left</source>
        <translation>左眼眨动</translation>
    </message>
    <message>
        <source>Blink right</source>
        <translation>右眼眨动</translation>
    </message>
    <message>
        <source>Squint left</source>
        <translation>左眼眯起</translation>
    </message>
    <message>
        <source>Squint right</source>
        <translation>右眼眯起</translation>
    </message>
    <message>
        <source>Eye wide left</source>
        <translation>左眼睁大</translation>
    </message>
    <message>
        <source>Eye wide right</source>
        <translation>右眼睁大</translation>
    </message>
    <message>
        <source>Brow inner raise left</source>
        <translation>左眉内侧抬起</translation>
    </message>
    <message>
        <source>Brow inner raise right</source>
        <translation>右眉内侧抬起</translation>
    </message>
    <message>
        <source>Brow outer raise left</source>
        <translation>左眉外侧抬起</translation>
    </message>
    <message>
        <source>Brow outer raise right</source>
        <translation>右眉外侧抬起</translation>
    </message>
    <message>
        <source>Brow lower left</source>
        <translation>左眉下压</translation>
    </message>
    <message>
        <source>Brow lower right</source>
        <translation>右眉下压</translation>
    </message>
    <message>
        <source>Brow together</source>
        <translation>双眉紧皱</translation>
    </message>
    <message>
        <source>Gaze horizontal</source>
        <translation>水平视线</translation>
    </message>
    <message>
        <source>Gaze vertical</source>
        <translation>垂直视线</translation>
    </message>
    <message>
        <source>Mouth mode 01</source>
        <translation>口型模式 01</translation>
    </message>
    <message>
        <source>Mouth mode 02</source>
        <translation>口型模式 02</translation>
    </message>
    <message>
        <source>Mouth mode 03</source>
        <translation>口型模式 03</translation>
    </message>
    <message>
        <source>Mouth mode 04</source>
        <translation>口型模式 04</translation>
    </message>
    <message>
        <source>Mouth mode 05</source>
        <translation>口型模式 05</translation>
    </message>
    <message>
        <source>Mouth mode 06</source>
        <translation>口型模式 06</translation>
    </message>
    <message>
        <source>Mouth mode 07</source>
        <translation>口型模式 07</translation>
    </message>
    <message>
        <source>Mouth mode 08</source>
        <translation>口型模式 08</translation>
    </message>
    <message>
        <source>Mouth mode 09</source>
        <translation>口型模式 09</translation>
    </message>
    <message>
        <source>Mouth mode 10</source>
        <translation>口型模式 10</translation>
    </message>
    <message>
        <source>Mouth mode 11</source>
        <translation>口型模式 11</translation>
    </message>
    <message>
        <source>Mouth mode 12</source>
        <translation>口型模式 12</translation>
    </message>
    <message>
        <source>Mouth mode 13</source>
        <translation>口型模式 13</translation>
    </message>
    <message>
        <source>Mouth mode 14</source>
        <translation>口型模式 14</translation>
    </message>
    <message>
        <source>Looking</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Checking</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>Copying</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Orator studio pack</source>
        <translation>Orator 自带模型包</translation>
    </message>
    <message>
        <source>SadTalker, 256 pixels</source>
        <translation>SadTalker，256 像素</translation>
    </message>
    <message>
        <source>SadTalker, 512 pixels</source>
        <translation>SadTalker，512 像素</translation>
    </message>
    <message>
        <source>The face is upside down</source>
        <translation>人脸上下颠倒</translation>
    </message>
    <message>
        <source>The face lies on its side</source>
        <translation>人脸横躺</translation>
    </message>
    <message>
        <source>The face is turned far to the side, the head is held still</source>
        <translation>人脸侧转过大，头部保持不动</translation>
    </message>
    <message>
        <source>The face is turned to the side, the head turns less</source>
        <translation>人脸侧转，头部转动减小</translation>
    </message>
    <message>
        <source>The face is tilted far up or down, the head nods less</source>
        <translation>人脸过于仰起或低下，头部点动减小</translation>
    </message>
    <message>
        <source>The lips are not seen: the jaw moves, the mouth does not open</source>
        <translation>看不到嘴唇：下颌会动，嘴不张开</translation>
    </message>
    <message>
        <source>The mouth is wide open, a closed one works better</source>
        <translation>嘴张得很大，闭合的嘴效果更好</translation>
    </message>
    <message>
        <source>The eyes are not seen and do not blink</source>
        <translation>看不到双眼，不会眨眼</translation>
    </message>
    <message>
        <source>One eye is not seen and does not blink</source>
        <translation>有一只眼看不到，不会眨动</translation>
    </message>
    <message>
        <source>The eyes are shut and stay so: what is behind the lids is not seen</source>
        <translation>眼睛闭着，并将一直闭着：眼睑后面的部分看不到</translation>
    </message>
    <message>
        <source>This looks like an animal, no human teeth are drawn</source>
        <translation>看起来像动物，不画人的牙齿</translation>
    </message>
    <message>
        <source>This looks like a flat drawing</source>
        <translation>看起来像平面绘画</translation>
    </message>
    <message>
        <source>The face is very small, mouth and eyes are coarse</source>
        <translation>人脸非常小，嘴和眼会很粗糙</translation>
    </message>
    <message>
        <source>The face is small</source>
        <translation>人脸较小</translation>
    </message>
    <message>
        <source>The face is blurred, mouth and eyes will be too</source>
        <translation>人脸模糊，嘴和眼也会模糊</translation>
    </message>
    <message>
        <source>The face is a little soft</source>
        <translation>人脸略显模糊</translation>
    </message>
    <message>
        <source>The border of the picture cuts the head, it moves less</source>
        <translation>图片边缘截断了头部，动作减小</translation>
    </message>
    <message>
        <source>The picture lies inside a frame or bars, which stay still</source>
        <translation>图片位于边框或黑边之内，边框保持不动</translation>
    </message>
    <message>
        <source>Other faces in the picture stay still</source>
        <translation>图片中的其他人脸保持不动</translation>
    </message>
    <message>
        <source>The picture has transparency, it is laid over a plain background</source>
        <translation>图片带有透明，放在纯色背景上</translation>
    </message>
    <message>
        <source>The picture was reduced from %1 x %2 to %3 x %4 pixels</source>
        <translation>图片已从 %1 × %2 缩小到 %3 × %4 像素</translation>
    </message>
    <message>
        <source>%1 faces found, using the largest; the others stay still</source>
        <translation>找到 %1 张人脸，使用最大的一张；其他人脸保持不动</translation>
    </message>
    <message>
        <source>%1: it has %2 sound tracks; track %3 is used, --voice-track chooses another</source>
        <translation>%1：其中有 %2 条声轨，正在使用第 %3 条；可在声音卡片上另选（--voice-track）</translation>
    </message>
    <message>
        <source>%1: mixed, its channels are far quieter than the loudest of them; channel %2 is used alone</source>
        <translation>%1：各声道混合后远比最响的声道轻，只使用第 %2 声道</translation>
    </message>
    <message>
        <source>%1: its sound begins %2 s after its picture; the film begins with the sound</source>
        <translation>%1：声音比画面晚 %2 秒开始；影片从声音处开始</translation>
    </message>
    <message>
        <source>%1: damaged or missing parts of the recording were skipped</source>
        <translation>%1：已跳过录音中损坏或缺失的部分</translation>
    </message>
    <message>
        <source>%1: samples that are no numbers or far too loud were silenced or limited</source>
        <translation>%1：无效或过响的采样已被静音或限幅</translation>
    </message>
    <message>
        <source>no speech was found in the voice, the mouth stays shut: choose a recording in which somebody speaks, or let any sound move the mouth, for singing (--speech-gate off)</source>
        <translation>声音中未找到说话声，嘴保持闭合：请选择有人说话的录音；若是歌唱，可让任何声音带动嘴部（--speech-gate off）</translation>
    </message>
    <message>
        <source>the track ends before the voice; its last row is held</source>
        <translation>轨迹比声音先结束；保持其最后一行</translation>
    </message>
    <message>
        <source>%1 faces at %2: the largest near the middle is followed</source>
        <translation>%2 处有 %1 张人脸：跟踪靠近中间的最大一张</translation>
    </message>
    <message>
        <source>%1 from %2 to %3: the last expression is held</source>
        <translation>%2 至 %3：%1，保持最后的表情</translation>
    </message>
    <message>
        <source>and %1 more gaps, all of them held</source>
        <translation>另有 %1 处间断，均保持表情</translation>
    </message>
    <message>
        <source>the film has %1 shots of the person: every cut moves the head</source>
        <translation>影片中此人有 %1 个镜头：每次切换头部都会移动</translation>
    </message>
    <message>
        <source>the video ends at frame %1</source>
        <translation>视频在第 %1 帧结束</translation>
    </message>
    <message>
        <source>%1 cannot be used; if this work is interrupted it begins anew</source>
        <translation>%1 无法使用；若工作中断，将从头开始</translation>
    </message>
    <message>
        <source>%1 of %2 frames were rendered before and are taken over</source>
        <translation>%2 帧中有 %1 帧先前已渲染，直接沿用</translation>
    </message>
    <message>
        <source>the portrait is larger than phones and browsers play films; this one is made with %1 pixels on its longer side. Another size is made where it is asked for (--size)</source>
        <translation>肖像大于手机和浏览器可播放的影片；此影片的长边为 %1 像素。可另行指定尺寸（--size）</translation>
    </message>
    <message>
        <source>%1 finished frames are kept in %2 for the next attempt</source>
        <translation>已完成的 %1 帧保存在 %2 中，供下次继续</translation>
    </message>
    <message>
        <source>finished frames cannot be kept on this disk; the work cannot be resumed</source>
        <translation>此磁盘无法保存已完成的帧；中断后无法继续</translation>
    </message>
    <message>
        <source>the face is turned away</source>
        <translation>人脸转开</translation>
    </message>
    <message>
        <source>the film shows another person</source>
        <translation>影片显示的是另一个人</translation>
    </message>
    <message>
        <source>no face is seen</source>
        <translation>看不到人脸</translation>
    </message>
    <message>
        <source>Choose another picture, from the front and unobstructed</source>
        <translation>请另选一张正面且无遮挡的图片</translation>
    </message>
    <message>
        <source>Enlarge the portrait: --enhance-background esrgan</source>
        <translation>放大肖像（--enhance-background esrgan）</translation>
    </message>
    <message>
        <source>the portrait has %1 pixels on its longer side, which is large enough: it is not enlarged</source>
        <translation>肖像长边为 %1 像素，已足够大：不再放大</translation>
    </message>
    <message>
        <source>Turn the picture: --rotate 90</source>
        <translation>请将图片顺时针旋转 90°（--rotate 90）</translation>
    </message>
    <message>
        <source>Turn the picture: --rotate 180</source>
        <translation>请将图片旋转 180°（--rotate 180）</translation>
    </message>
    <message>
        <source>Turn the picture: --rotate 270</source>
        <translation>请将图片逆时针旋转 90°（--rotate 270）</translation>
    </message>
    <message>
        <source>A smaller film hides it: --size 256</source>
        <translation>较小的影片可掩饰这一点（--size 256）</translation>
    </message>
    <message>
        <source>Let the head move less: --pose-scale 0.5</source>
        <translation>请减小头部动作（--pose-scale 0.5）</translation>
    </message>
    <message>
        <source>Crop the picture to what lies inside</source>
        <translation>请将图片裁剪到边框之内</translation>
    </message>
    <message>
        <source>Choose who speaks: --face 1</source>
        <translation>请选择由谁说话（--face 1）</translation>
    </message>
    <message>
        <source>Choose another background: --background COLOUR</source>
        <translation>请另选背景颜色（--background COLOUR）</translation>
    </message>
    <message>
        <source>the loop is made of the frames %1 to %2</source>
        <translation>循环由第 %1 到 %2 帧组成</translation>
    </message>
    <message>
        <source>the motion is not that of the film: it was edited by hand, or made on another kind of processor</source>
        <translation>动作与该影片的不同：它曾被手工编辑，或在另一种处理器上生成</translation>
    </message>
    <message>
        <source>%1 is another file than the one that the film was made of; the new film is another one, too</source>
        <translation>%1 与制作该影片时所用的文件不同；新影片也会不同</translation>
    </message>
    <message>
        <source>the pack %1 is another version than the one that the film was made with</source>
        <translation>模型包 %1 与制作该影片时的版本不同</translation>
    </message>
    <message>
        <source>MP4 film</source>
        <translation>MP4 影片</translation>
    </message>
    <message>
        <source>QuickTime film</source>
        <translation>QuickTime 影片</translation>
    </message>
    <message>
        <source>WebM film</source>
        <translation>WebM 影片</translation>
    </message>
    <message>
        <source>Matroska film</source>
        <translation>Matroska 影片</translation>
    </message>
    <message>
        <source>GIF loop</source>
        <translation>GIF 循环动画</translation>
    </message>
    <message>
        <source>WebP loop</source>
        <translation>WebP 循环动画</translation>
    </message>
    <message>
        <source>PNG pictures</source>
        <translation>PNG 图像序列</translation>
    </message>
    <message>
        <source>WAV sound</source>
        <translation>WAV 声音</translation>
    </message>
    <message>
        <source>AAC sound</source>
        <translation>AAC 声音</translation>
    </message>
    <message>
        <source>MP3 sound</source>
        <translation>MP3 声音</translation>
    </message>
    <message>
        <source>FLAC sound</source>
        <translation>FLAC 声音</translation>
    </message>
    <message>
        <source>Opus sound</source>
        <translation>Opus 声音</translation>
    </message>
    <message>
        <source>Editing: the person alone, ProRes 4444</source>
        <translation>剪辑：仅人物，ProRes 4444</translation>
    </message>
    <message>
        <source>Editing: ProRes 422</source>
        <translation>剪辑：ProRes 422</translation>
    </message>
    <message>
        <source>Green behind the person</source>
        <translation>人物后为绿色</translation>
    </message>
    <message>
        <source>Upright 4:5: feeds</source>
        <translation>竖幅 4:5：信息流</translation>
    </message>
    <message>
        <source>Square: feeds</source>
        <translation>方形：信息流</translation>
    </message>
    <message>
        <source>Sticker: a transparent WebP loop</source>
        <translation>贴纸：透明 WebP 循环动画</translation>
    </message>
    <message>
        <source>Vertical: Shorts, Reels, TikTok</source>
        <translation>竖屏：Shorts、Reels、TikTok</translation>
    </message>
    <message>
        <source>Web page: VP9 and Opus</source>
        <translation>网页：VP9 与 Opus</translation>
    </message>
    <message>
        <source>Wide 16:9: YouTube, players</source>
        <translation>宽屏 16:9：YouTube、播放器</translation>
    </message>
    <message>
        <source>no font that is installed has the letters %1 of the captions; they are drawn as boxes. Fonts for most scripts are in the packages fonts-noto-core and fonts-noto-cjk</source>
        <translation>已安装的字体都没有字幕中的字符 %1；它们画成方框。大多数文字的字体在软件包 fonts-noto-core 和 fonts-noto-cjk 中</translation>
    </message>
    <message>
        <source>the recogniser does not hear these words in the voice; they are placed by their syllables</source>
        <translation>识别器在语音中听不到这些词；它们按音节放置</translation>
    </message>
</context>
<context>
    <name>CurvePanel</name>
    <message>
        <source>Relative: the track&apos;s changes from the performer&apos;s resting face are added to the portrait&apos;s own; off: expression and pose as they are</source>
        <translation>相对：把轨道相对表演者静止面容的变化加到肖像自身上；关闭：原样采用表情与姿态</translation>
    </message>
    <message>
        <source>Relative</source>
        <translation>相对</translation>
    </message>
    <message>
        <source>Videos (*.mp4 *.mov *.mkv *.webm *.avi *.m4v)</source>
        <translation>视频 (*.mp4 *.mov *.mkv *.webm *.avi *.m4v)</translation>
    </message>
    <message>
        <source>Drive by a video</source>
        <translation>由视频驱动</translation>
    </message>
    <message>
        <source>Drive by a video: the portrait does what the person in it does</source>
        <translation>由视频驱动：肖像照着视频中的人做</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Select: drag over curves to select a time range, drag blinks and key frames</source>
        <translation>选择：在曲线上拖动以选择时间范围，也可拖动眨眼和关键帧</translation>
    </message>
    <message>
        <source>Key frames: click on a curve and drag up or down (Up and Down at the playhead)</source>
        <translation>关键帧：点击曲线并上下拖动（或在播放头处按上、下键）</translation>
    </message>
    <message>
        <source>Smoothing brush: drag over a stretch of the active curve</source>
        <translation>平滑笔刷：在当前曲线上拖过一段</translation>
    </message>
    <message>
        <source> fr</source>
        <translation> 帧</translation>
    </message>
    <message>
        <source>Width of the smoothing brush, in frames</source>
        <translation>平滑笔刷的宽度（帧）</translation>
    </message>
    <message>
        <source>Blink</source>
        <translation>眨眼</translation>
    </message>
    <message>
        <source>Add a blink at the playhead (B)</source>
        <translation>在播放头处添加眨眼 (B)</translation>
    </message>
    <message>
        <source>Only here</source>
        <translation>仅此处</translation>
    </message>
    <message>
        <source>Change strength in the selected range only</source>
        <translation>仅改变所选范围内的强度</translation>
    </message>
    <message>
        <source>Re-roll</source>
        <translation>重新生成</translation>
    </message>
    <message>
        <source>Make new head motion in the selected range only</source>
        <translation>仅在所选范围内生成新的头部动作</translation>
    </message>
    <message>
        <source>Clear edits</source>
        <translation>清除编辑</translation>
    </message>
    <message>
        <source>Import a coefficient track (json, csv, mat)</source>
        <translation>导入系数轨道（json、csv、mat）</translation>
    </message>
    <message>
        <source>Export the coefficient track (json, csv, mat)</source>
        <translation>导出系数轨道（json、csv、mat）</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Show everything (F)</source>
        <translation>显示全部 (F)</translation>
    </message>
    <message>
        <source>Apply only here</source>
        <translation>仅应用于此处</translation>
    </message>
    <message>
        <source>Re-roll only here</source>
        <translation>仅在此处重新生成</translation>
    </message>
    <message>
        <source>Import track</source>
        <translation>导入轨道</translation>
    </message>
    <message>
        <source>Tracks (%1)</source>
        <translation>轨道 (%1)</translation>
    </message>
    <message>
        <source>Export track</source>
        <translation>导出轨道</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Clear every edit: return to the generated motion</source>
        <translation>清除所有编辑：恢复为生成的动作</translation>
    </message>
</context>
<context>
    <name>Document</name>
    <message>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>Keeping a safety copy</source>
        <translation>保存安全副本</translation>
    </message>
</context>
<context>
    <name>Estimate</name>
    <message>
        <source>needs %1 on the disk, %2 are free</source>
        <translation>需要磁盘空间 %1，可用 %2</translation>
    </message>
    <message>
        <source>needs %1 of memory, %2 are free</source>
        <translation>需要内存 %1，可用 %2</translation>
    </message>
    <message>
        <source>needs %1 of graphics memory, %2 are free</source>
        <translation>需要显存 %1，可用 %2</translation>
    </message>
</context>
<context>
    <name>FaceGlCanvas</name>
    <message>
        <source>The 3D face appears with a portrait</source>
        <translation>打开肖像后会显示 3D 人脸</translation>
    </message>
</context>
<context>
    <name>FaceView</name>
    <message>
        <source>3D face</source>
        <translation>3D 人脸</translation>
    </message>
    <message>
        <source>Drag to turn, wheel to zoom, right drag to move the light, double click to reset</source>
        <translation>拖动旋转，滚轮缩放，右键拖动移动光源，双击复位</translation>
    </message>
    <message>
        <source>The 3D face appears with a portrait</source>
        <translation>打开肖像后会显示 3D 人脸</translation>
    </message>
</context>
<context>
    <name>FilmFields</name>
    <message>
        <source>Nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>All but the person</source>
        <translation>人物以外全部</translation>
    </message>
    <message>
        <source>As the portrait&apos;s file</source>
        <translation>同肖像文件</translation>
    </message>
    <message>
        <source>Crop around the face</source>
        <translation>围绕面部裁剪</translation>
    </message>
    <message>
        <source>Show all of it</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>As it suits the film</source>
        <translation>随影片而定</translation>
    </message>
    <message>
        <source>The portrait, blurred</source>
        <translation>模糊的肖像</translation>
    </message>
    <message>
        <source>A colour</source>
        <translation>一种颜色</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>“Synthetic media”</source>
        <translation>“Synthetic media”（合成媒体）</translation>
    </message>
    <message>
        <source>Played once</source>
        <translation>播放一次</translation>
    </message>
    <message>
        <source>Again and again</source>
        <translation>反复播放</translation>
    </message>
    <message>
        <source>By the file&apos;s name</source>
        <translation>按文件名</translation>
    </message>
    <message>
        <source>As is usual</source>
        <translation>通常的</translation>
    </message>
    <message>
        <source>The processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>A graphics card</source>
        <translation>显卡</translation>
    </message>
    <message>
        <source>As the portrait</source>
        <translation>与肖像相同</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Use none</source>
        <translation>不使用</translation>
    </message>
    <message>
        <source>Choose a picture or a video</source>
        <translation>选择图像或视频</translation>
    </message>
    <message>
        <source>Pictures and videos (*.png *.jpg *.jpeg *.webp *.mp4 *.mov *.mkv *.webm);;All files (*)</source>
        <translation>图像和视频 (*.png *.jpg *.jpeg *.webp *.mp4 *.mov *.mkv *.webm);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Letters with a rim</source>
        <translation>带描边的文字</translation>
    </message>
    <message>
        <source>On a dark bar</source>
        <translation>深色底条</translation>
    </message>
    <message>
        <source>The said word in a colour</source>
        <translation>给正在说的词上色</translation>
    </message>
    <message>
        <source>Away from the mouth</source>
        <translation>避开嘴</translation>
    </message>
    <message>
        <source>Below</source>
        <translation>下方</translation>
    </message>
    <message>
        <source>Above</source>
        <translation>上方</translation>
    </message>
    <message>
        <source>Choose a text or captions</source>
        <translation>选择文本或字幕</translation>
    </message>
    <message>
        <source>Texts, captions and labels (*.txt *.srt *.vtt *.TextGrid *.json);;All files (*)</source>
        <translation>文本、字幕和标签 (*.txt *.srt *.vtt *.TextGrid *.json);;所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>FilmPresetBox</name>
    <message>
        <source>Preset for films</source>
        <translation>影片预设</translation>
    </message>
    <message>
        <source>Sets size, frame and file as they are wanted where the film is shown</source>
        <translation>按影片的发布处设定尺寸、画幅和文件</translation>
    </message>
    <message>
        <source>Made for…</source>
        <translation>用于…</translation>
    </message>
</context>
<context>
    <name>FrameView</name>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Drop a portrait and a voice here</source>
        <translation>把肖像和声音拖放到这里</translation>
    </message>
    <message>
        <source>PNG, JPEG, WebP · WAV, MP3, M4A or any video</source>
        <translation>PNG、JPEG、WebP · WAV、MP3、M4A 或任意视频</translation>
    </message>
</context>
<context>
    <name>GazeHandle</name>
    <message>
        <source>Drag it to where the eyes look; arrow keys move it, Home is the portrait&apos;s own gaze</source>
        <translation>拖动它到眼睛要看的位置；方向键移动它，Home 键回到肖像自身的视线</translation>
    </message>
</context>
<context>
    <name>JobQueue</name>
    <message>
        <source>Drawing the contact sheet</source>
        <translation>绘制样张总览</translation>
    </message>
    <message>
        <source>Render again</source>
        <translation>重新渲染</translation>
    </message>
    <message>
        <source>Keeping the queue</source>
        <translation>保存渲染队列</translation>
    </message>
    <message>
        <source>Rendering</source>
        <translation>渲染</translation>
    </message>
    <message numerus="yes">
        <source>The queue is paused; %n film(s) wait.</source>
        <translation>
            <numerusform>队列已暂停；%n 部影片在等待。</numerusform>
        </translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Another film of the queue is written to %1.</source>
        <translation>队列中另一部影片要写入 %1。</translation>
    </message>
    <message>
        <source>Render it again when that one is ready.</source>
        <translation>等那一部完成后再渲染。</translation>
    </message>
</context>
<context>
    <name>JobRow</name>
    <message>
        <source>watching the video</source>
        <translation>正在观看视频</translation>
    </message>
    <message>
        <source>looking at the portrait</source>
        <translation>正在分析肖像</translation>
    </message>
    <message>
        <source>making the motion</source>
        <translation>正在生成动作</translation>
    </message>
    <message>
        <source>drawing</source>
        <translation>正在绘制</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>提前</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>推后</translation>
    </message>
    <message>
        <source>Render again</source>
        <translation>重新渲染</translation>
    </message>
    <message>
        <source>Show the film in its folder</source>
        <translation>在文件夹中显示影片</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>从列表中移除</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>%1 of %2 frames</source>
        <translation>第 %1 帧，共 %2 帧</translation>
    </message>
    <message>
        <source> · %1 frames/s</source>
        <translation> · %1 帧/秒</translation>
    </message>
    <message>
        <source> · %1 left</source>
        <translation> · 剩余 %1</translation>
    </message>
    <message>
        <source>done in %1 · %2</source>
        <translation>用时 %1 · %2</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Drag a waiting film to change the order</source>
        <translation>拖动等待中的影片以改变顺序</translation>
    </message>
    <message>
        <source>paused at %1 of %2 frames</source>
        <translation>已暂停于第 %1 帧，共 %2 帧</translation>
    </message>
</context>
<context>
    <name>JobWorker</name>
    <message>
        <source>Rendering %1</source>
        <translation>正在渲染 %1</translation>
    </message>
</context>
<context>
    <name>JobsPanel</name>
    <message>
        <source>Films you render appear here. The studio stays free meanwhile.</source>
        <translation>渲染的影片会显示在这里，期间可以继续工作。</translation>
    </message>
    <message>
        <source>Pause the queue</source>
        <translation>暂停队列</translation>
    </message>
    <message>
        <source>Clear finished jobs</source>
        <translation>清除已结束的任务</translation>
    </message>
    <message>
        <source>Go on with the queue</source>
        <translation>继续队列</translation>
    </message>
    <message numerus="yes">
        <source>Paused, %n to render</source>
        <translation>
            <numerusform>已暂停，待渲染 %n 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to render</source>
        <translation>
            <numerusform>待渲染 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source> · all done in %1</source>
        <translation> · 全部完成还需 %1</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>&amp;New</source>
        <translation>新建(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation>另存为(&amp;A)…</translation>
    </message>
    <message>
        <source>Save a &amp;bundle with its media…</source>
        <translation>连同素材打包保存(&amp;B)…</translation>
    </message>
    <message>
        <source>&amp;Find missing media…</source>
        <translation>查找缺失的素材(&amp;F)…</translation>
    </message>
    <message>
        <source>Choose &amp;portrait…</source>
        <translation>选择肖像(&amp;P)…</translation>
    </message>
    <message>
        <source>Choose &amp;voice…</source>
        <translation>选择声音(&amp;V)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Undo %1</source>
        <translation>撤销“%1”(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo %1</source>
        <translation>重做“%1”(&amp;R)</translation>
    </message>
    <message>
        <source>Swap &amp;A and B</source>
        <translation>切换 A 与 B(&amp;A)</translation>
    </message>
    <message>
        <source>Add &amp;blink</source>
        <translation>添加眨眼(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Clear range</source>
        <translation>清除范围(&amp;C)</translation>
    </message>
    <message>
        <source>Clear range</source>
        <translation>清除范围</translation>
    </message>
    <message>
        <source>Proof 3 s</source>
        <translation>试看 3 秒</translation>
    </message>
    <message>
        <source>&amp;Render film</source>
        <translation>渲染影片(&amp;R)</translation>
    </message>
    <message>
        <source>Render the selected range</source>
        <translation>渲染所选范围</translation>
    </message>
    <message>
        <source>Render a &amp;matrix…</source>
        <translation>批量矩阵渲染(&amp;M)…</translation>
    </message>
    <message>
        <source>Copy as command &amp;line</source>
        <translation>复制为命令行(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Packs…</source>
        <translation>模型包(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts…</source>
        <translation>键盘快捷键(&amp;K)…</translation>
    </message>
    <message>
        <source>Light or dark &amp;theme</source>
        <translation>浅色或深色主题(&amp;T)</translation>
    </message>
    <message>
        <source>Reset the la&amp;yout</source>
        <translation>重置布局(&amp;Y)</translation>
    </message>
    <message>
        <source>Short &amp;tour</source>
        <translation>简短导览(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Manual</source>
        <translation>手册(&amp;M)</translation>
    </message>
    <message>
        <source>Copy &amp;report</source>
        <translation>复制报告(&amp;R)</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Copied. It names no file or folder of yours.</source>
        <translation>已复制。其中不包含您的文件或文件夹名称。</translation>
    </message>
    <message>
        <source>Show the &amp;log</source>
        <translation>显示日志(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;About and licences</source>
        <translation>关于与许可证(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Messages</source>
        <translation>消息(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Play and pause</source>
        <translation>播放和暂停(&amp;P)</translation>
    </message>
    <message>
        <source>One frame back</source>
        <translation>后退一帧</translation>
    </message>
    <message>
        <source>One frame forward</source>
        <translation>前进一帧</translation>
    </message>
    <message>
        <source>Ten frames back</source>
        <translation>后退十帧</translation>
    </message>
    <message>
        <source>Ten frames forward</source>
        <translation>前进十帧</translation>
    </message>
    <message>
        <source>To the start</source>
        <translation>到开头</translation>
    </message>
    <message>
        <source>To the end</source>
        <translation>到结尾</translation>
    </message>
    <message>
        <source>Play backwards</source>
        <translation>倒放</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Play, faster each time</source>
        <translation>播放，每次更快</translation>
    </message>
    <message>
        <source>In point</source>
        <translation>入点</translation>
    </message>
    <message>
        <source>Out point</source>
        <translation>出点</translation>
    </message>
    <message>
        <source>Sound on or off</source>
        <translation>声音开或关</translation>
    </message>
    <message>
        <source>&amp;Result</source>
        <translation>结果(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;3D face</source>
        <translation>3D 人脸(&amp;3)</translation>
    </message>
    <message>
        <source>Result and 3D &amp;face</source>
        <translation>结果与 3D 人脸(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Wipe</source>
        <translation>擦除对比(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Difference</source>
        <translation>差异(&amp;D)</translation>
    </message>
    <message>
        <source>Sh&amp;ow the whole time line</source>
        <translation>显示整条时间线(&amp;O)</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation>全屏(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Play</source>
        <translation>播放(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation>面板(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Render</source>
        <translation>渲染(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>工具(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>CUDA GPU</source>
        <translation>CUDA GPU</translation>
    </message>
    <message>
        <source>CUDA GPU, fast</source>
        <translation>CUDA GPU，快速</translation>
    </message>
    <message>
        <source>What the neural renderer runs on; the mesh renderer uses the CPU</source>
        <translation>神经渲染器所用的设备；网格渲染器使用 CPU</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Detach or attach this panel</source>
        <translation>分离或停靠此面板</translation>
    </message>
    <message>
        <source>Close this panel (View opens it again)</source>
        <translation>关闭此面板（可从“视图”再次打开）</translation>
    </message>
    <message>
        <source>Media</source>
        <translation>素材</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>动作</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Time line</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>已打开</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Memory of this program, and of the preview&apos;s frames</source>
        <translation>本程序的内存，以及预览帧占用的内存</translation>
    </message>
    <message>
        <source>Memory %1 · preview %2</source>
        <translation>内存 %1 · 预览 %2</translation>
    </message>
    <message>
        <source>Safety copy kept</source>
        <translation>已保存安全副本</translation>
    </message>
    <message>
        <source>%1 is ready, made in %2.</source>
        <translation>%1 已完成，用时 %2。</translation>
    </message>
    <message>
        <source>Film</source>
        <translation>影片</translation>
    </message>
    <message>
        <source>Orator Studio</source>
        <translation>Orator Studio</translation>
    </message>
    <message>
        <source>Orator project (*%1)</source>
        <translation>Orator 项目 (*%1)</translation>
    </message>
    <message>
        <source>Open project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Opening the project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Save project</source>
        <translation>保存项目</translation>
    </message>
    <message>
        <source>Saving the project</source>
        <translation>保存项目</translation>
    </message>
    <message>
        <source>Folder for the bundle</source>
        <translation>打包文件夹</translation>
    </message>
    <message>
        <source>Bundle</source>
        <translation>打包</translation>
    </message>
    <message>
        <source>Written to %1</source>
        <translation>已写入 %1</translation>
    </message>
    <message>
        <source>Writing the bundle</source>
        <translation>写入打包文件</translation>
    </message>
    <message>
        <source>Which folder holds %1?</source>
        <translation>%1 在哪个文件夹中？</translation>
    </message>
    <message>
        <source>Find missing media</source>
        <translation>查找缺失的素材</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>未保存的更改</translation>
    </message>
    <message>
        <source>Save the changes to %1?</source>
        <translation>是否保存对 %1 的更改？</translation>
    </message>
    <message>
        <source>Sample project</source>
        <translation>示例项目</translation>
    </message>
    <message>
        <source>The sample files are not there.</source>
        <translation>找不到示例文件。</translation>
    </message>
    <message>
        <source>Run installer/prepare-sample, or drop your own portrait and voice.</source>
        <translation>请运行 installer/prepare-sample，或拖入您自己的肖像和声音。</translation>
    </message>
    <message>
        <source>Trim: voice begins at the playhead</source>
        <translation>裁剪：声音从播放头处开始</translation>
    </message>
    <message>
        <source>Trim: voice ends at the playhead</source>
        <translation>裁剪：声音到播放头处结束</translation>
    </message>
    <message>
        <source>Trim: use the whole voice</source>
        <translation>裁剪：使用整段声音</translation>
    </message>
    <message>
        <source>Contact sheet</source>
        <translation>样张总览</translation>
    </message>
    <message numerus="yes">
        <source>It shows %n film(s) and stands in %1.</source>
        <translation>
            <numerusform>包含 %n 部影片，位于 %1。</numerusform>
        </translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>&amp;Debug overlay</source>
        <translation>调试叠加层(&amp;D)</translation>
    </message>
    <message>
        <source>Rendering %1 %</source>
        <translation>渲染中 %1 %</translation>
    </message>
    <message>
        <source>Look at the face</source>
        <translation>查看脸部</translation>
    </message>
    <message>
        <source>%1 on the CPU</source>
        <translation>%1 · CPU</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Find it…</source>
        <translation>查找…</translation>
    </message>
    <message>
        <source>Paste media</source>
        <translation>粘贴素材</translation>
    </message>
    <message>
        <source>%1 cannot be written.</source>
        <translation>无法写入 %1。</translation>
    </message>
    <message>
        <source>Free some disk space, or start the studio with another --data folder.</source>
        <translation>请腾出磁盘空间，或用 --data 指定其他文件夹启动程序。</translation>
    </message>
    <message>
        <source>There is no picture and no file on the clipboard.</source>
        <translation>剪贴板中没有图片，也没有文件。</translation>
    </message>
    <message>
        <source>Copy a picture, or a portrait or voice in the file manager.</source>
        <translation>请复制一张图片，或在文件管理器中复制肖像或声音文件。</translation>
    </message>
    <message>
        <source>Opening %1</source>
        <translation>打开 %1</translation>
    </message>
    <message>
        <source>It lies on the web.</source>
        <translation>它在网页上。</translation>
    </message>
    <message>
        <source>Save it on this computer and drop the file.</source>
        <translation>请先保存到本机，再拖入文件。</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Nothing is missing.</source>
        <translation>没有缺失的素材。</translation>
    </message>
    <message>
        <source>%1 is not in %2.</source>
        <translation>%2 中没有 %1。</translation>
    </message>
    <message>
        <source>Look in another folder, or choose other files.</source>
        <translation>请查看其他文件夹，或选择其他文件。</translation>
    </message>
    <message>
        <source>Another folder…</source>
        <translation>其他文件夹…</translation>
    </message>
    <message>
        <source>Show in its folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Keeping safety copies</source>
        <translation>保存安全副本</translation>
    </message>
    <message>
        <source>%1 cannot be written: log, safety copies and the queue are not kept.</source>
        <translation>无法写入 %1：日志、安全副本和渲染队列不会被保存。</translation>
    </message>
    <message numerus="yes">
        <source>%n film(s) of the last session wait to be rendered.</source>
        <translation>
            <numerusform>上次有 %n 部影片等待渲染。</numerusform>
        </translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>The project has changed on disk</source>
        <translation>项目在磁盘上已改变</translation>
    </message>
    <message>
        <source>%1 was saved by another window or program since it was opened here.</source>
        <translation>%1 在此处打开之后被另一个窗口或程序保存过。</translation>
    </message>
    <message>
        <source>Overwrite</source>
        <translation>覆盖</translation>
    </message>
    <message>
        <source>A film is being rendered</source>
        <translation>正在渲染影片</translation>
    </message>
    <message>
        <source>%1 is not ready. It waits in the queue and goes on when the studio is opened again.</source>
        <translation>%1 尚未完成。它留在队列中，下次打开时继续。</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Go on rendering</source>
        <translation>继续渲染</translation>
    </message>
    <message>
        <source>Open the sample pro&amp;ject</source>
        <translation>打开示例项目(&amp;J)</translation>
    </message>
    <message>
        <source>Pas&amp;te media</source>
        <translation>粘贴素材(&amp;T)</translation>
    </message>
    <message>
        <source>Saved v&amp;ersions</source>
        <translation>已保存的版本(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Consent note…</source>
        <translation>同意说明(&amp;C)…</translation>
    </message>
    <message>
        <source>Consent note</source>
        <translation>同意说明</translation>
    </message>
    <message>
        <source>Who is seen and heard, and who has agreed to it when; it is kept in the project</source>
        <translation>片中所见所闻是谁，何人何时同意；保存在项目中</translation>
    </message>
    <message>
        <source>Make it this pers&amp;on…</source>
        <translation>做成此人(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Words</source>
        <translation>词(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Import captions or text…</source>
        <translation>导入字幕或文本(&amp;I)…</translation>
    </message>
    <message>
        <source>Import captions or text</source>
        <translation>导入字幕或文本</translation>
    </message>
    <message>
        <source>Captions and texts (%1)</source>
        <translation>字幕和文本 (%1)</translation>
    </message>
    <message>
        <source>&amp;Find their times by the voice</source>
        <translation>按语音查找时间(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Export captions…</source>
        <translation>导出字幕(&amp;E)…</translation>
    </message>
    <message>
        <source>Export captions</source>
        <translation>导出字幕</translation>
    </message>
    <message>
        <source>&amp;Draw them into the film</source>
        <translation>画进影片(&amp;D)</translation>
    </message>
    <message>
        <source>Draw captions</source>
        <translation>画字幕</translation>
    </message>
    <message>
        <source>&amp;Remove the words</source>
        <translation>移除词(&amp;R)</translation>
    </message>
    <message>
        <source>Remove the words</source>
        <translation>移除词</translation>
    </message>
</context>
<context>
    <name>MatrixDialog</name>
    <message>
        <source>Render a matrix</source>
        <translation>批量矩阵渲染</translation>
    </message>
    <message>
        <source>Portraits</source>
        <translation>肖像</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff)</source>
        <translation>图像 (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff)</translation>
    </message>
    <message>
        <source>Voices</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Sound and video (*.wav *.mp3 *.m4a *.flac *.ogg *.mp4 *.mov *.mkv *.webm)</source>
        <translation>声音和视频 (*.wav *.mp3 *.m4a *.flac *.ogg *.mp4 *.mov *.mkv *.webm)</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Present settings</source>
        <translation>当前设置</translation>
    </message>
    <message>
        <source>Choose a folder and queue…</source>
        <translation>选择文件夹并加入队列…</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>添加文件…</translation>
    </message>
    <message>
        <source>Remove the selected</source>
        <translation>移除所选</translation>
    </message>
    <message numerus="yes">
        <source>%1 × %2 × %3 = %n film(s)</source>
        <translation>
            <numerusform>%1 × %2 × %3 = %n 部影片</numerusform>
        </translation>
    </message>
    <message>
        <source>Folder for the films</source>
        <translation>影片文件夹</translation>
    </message>
    <message>
        <source>One film for each combination of a portrait, a voice and a preset, and a contact sheet that shows a frame of each.</source>
        <translation>肖像、声音和预设的每种组合各渲染一部影片，并生成一张展示每部影片一帧画面的样张总览。</translation>
    </message>
</context>
<context>
    <name>MediaPanel</name>
    <message>
        <source>Recent</source>
        <translation>最近使用</translation>
    </message>
    <message>
        <source>Recent media</source>
        <translation>最近使用的素材</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>Choose a portrait</source>
        <translation>选择肖像</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff);;All files (*)</source>
        <translation>图像 (*.png *.jpg *.jpeg *.webp *.bmp *.tif *.tiff);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Choose a voice</source>
        <translation>选择声音</translation>
    </message>
    <message>
        <source>Sound and video (*.wav *.mp3 *.m4a *.aac *.flac *.ogg *.opus *.mp4 *.mov *.mkv *.webm);;All files (*)</source>
        <translation>声音和视频 (*.wav *.mp3 *.m4a *.aac *.flac *.ogg *.opus *.mp4 *.mov *.mkv *.webm);;所有文件 (*)</translation>
    </message>
</context>
<context>
    <name>MessageCentre</name>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Close the message</source>
        <translation>关闭消息</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>What the studio has to say is kept here.</source>
        <translation>工作室的消息都保存在这里。</translation>
    </message>
</context>
<context>
    <name>MotionPanel</name>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Natural</source>
        <translation>自然</translation>
    </message>
    <message>
        <source>Into the camera</source>
        <translation>看向镜头</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>手动</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Presets set all sliders at once</source>
        <translation>预设一次设置所有滑块</translation>
    </message>
    <message>
        <source>A/B: swap between two settings (A)</source>
        <translation>A/B：在两组设置间切换 (A)</translation>
    </message>
    <message>
        <source>Save the present settings as a preset…</source>
        <translation>将当前设置保存为预设…</translation>
    </message>
    <message>
        <source>Reset everything in this panel</source>
        <translation>重置此面板中的所有设置</translation>
    </message>
    <message>
        <source>Reset motion</source>
        <translation>重置动作</translation>
    </message>
    <message>
        <source>Expression</source>
        <translation>表情</translation>
    </message>
    <message>
        <source>Blinking</source>
        <translation>眨眼</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>头部</translation>
    </message>
    <message>
        <source>Pose style %1</source>
        <translation>姿态风格 %1</translation>
    </message>
    <message>
        <source>Each axis</source>
        <translation>逐轴调整</translation>
    </message>
    <message>
        <source>Another take</source>
        <translation>换一版</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>自定义</translation>
    </message>
    <message>
        <source>Preset %1</source>
        <translation>预设 %1</translation>
    </message>
    <message>
        <source>Save preset</source>
        <translation>保存预设</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Show B</source>
        <translation>显示 B</translation>
    </message>
    <message>
        <source>Show A</source>
        <translation>显示 A</translation>
    </message>
    <message>
        <source>Showing B; swap to A (A)</source>
        <translation>正在显示 B；切换到 A (A)</translation>
    </message>
    <message>
        <source>Showing A; swap to B (A)</source>
        <translation>正在显示 A；切换到 B (A)</translation>
    </message>
    <message>
        <source>Delete this preset of yours</source>
        <translation>删除您的这个预设</translation>
    </message>
    <message>
        <source>%1 (mine)</source>
        <translation>%1（我的）</translation>
    </message>
    <message>
        <source>Each part</source>
        <translation>逐个部位</translation>
    </message>
    <message>
        <source>This pack&apos;s expressions belong to no part of the face: each moves all of it. Expression above scales them together.</source>
        <translation>此模型包的表情系数不对应脸的某一部位：每个系数都会带动整张脸。请用上方的“表情”滑块统一调节。</translation>
    </message>
    <message>
        <source>Deleting the preset</source>
        <translation>删除预设</translation>
    </message>
    <message>
        <source>Saving the preset</source>
        <translation>保存预设</translation>
    </message>
</context>
<context>
    <name>OutputPanel</name>
    <message>
        <source>As warped</source>
        <translation>仅变形</translation>
    </message>
    <message>
        <source>Eyes shut by a network</source>
        <translation>由网络闭合眼睛</translation>
    </message>
    <message>
        <source>As the portrait</source>
        <translation>与肖像相同</translation>
    </message>
    <message>
        <source>Beside the voice</source>
        <translation>与声音文件同一位置</translation>
    </message>
    <message>
        <source>Film file</source>
        <translation>影片文件</translation>
    </message>
    <message>
        <source>Choose the film&apos;s file…</source>
        <translation>选择影片文件…</translation>
    </message>
    <message>
        <source>Longer side of the film. Larger is slower.</source>
        <translation>影片的长边。越大越慢。</translation>
    </message>
    <message>
        <source>%1 per second</source>
        <translation>每秒 %1 帧</translation>
    </message>
    <message>
        <source>Frames per second. The motion itself is resampled, not the pictures.</source>
        <translation>每秒帧数。重采样的是动作本身，而不是画面。</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Frame rate</source>
        <translation>帧率</translation>
    </message>
    <message>
        <source>Framing</source>
        <translation>取景</translation>
    </message>
    <message>
        <source>Renderer</source>
        <translation>渲染器</translation>
    </message>
    <message>
        <source>Render film</source>
        <translation>渲染影片</translation>
    </message>
    <message>
        <source>Matrix…</source>
        <translation>矩阵…</translation>
    </message>
    <message>
        <source>Several portraits × voices × presets</source>
        <translation>多个肖像 × 声音 × 预设</translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <source>Copies the command that renders this very film without the studio; edits are saved beside the film for it</source>
        <translation>复制不用本程序也能渲染出同一影片的命令；编辑内容会保存到影片旁边供其使用</translation>
    </message>
    <message>
        <source>Head alone</source>
        <translation>仅头部</translation>
    </message>
    <message>
        <source>Head with more room</source>
        <translation>头部并多留空间</translation>
    </message>
    <message>
        <source>Picture as a square</source>
        <translation>整图压成方形</translation>
    </message>
    <message>
        <source>Whole picture</source>
        <translation>整张图片</translation>
    </message>
    <message>
        <source>Whole picture, wider face</source>
        <translation>整张图片，脸部范围更大</translation>
    </message>
    <message>
        <source>How much of the portrait the film shows</source>
        <translation>影片显示肖像的范围</translation>
    </message>
    <message>
        <source>The networks that make motion and pictures; Tools &gt; Packs adds some</source>
        <translation>生成动作和画面的网络；可在“工具 &gt; 模型包”中添加</translation>
    </message>
    <message>
        <source>Mesh is fast and keeps the portrait&apos;s own resolution; neural renderers need their pack</source>
        <translation>网格渲染速度快并保持肖像分辨率；神经渲染器需要相应的模型包</translation>
    </message>
    <message>
        <source>Pack</source>
        <translation>模型包</translation>
    </message>
    <message>
        <source>Pack %1</source>
        <translation>模型包 %1</translation>
    </message>
    <message>
        <source>What the film needs</source>
        <translation>影片所需资源</translation>
    </message>
    <message>
        <source>%1 × %2, %3, about %4</source>
        <translation>%1 × %2，%3，约 %4</translation>
    </message>
    <message>
        <source> · made in about %1</source>
        <translation> · 渲染约需 %1</translation>
    </message>
    <message>
        <source>Fits: %1 of memory, %2 of disk</source>
        <translation>资源足够：内存 %1，磁盘 %2</translation>
    </message>
    <message>
        <source>Does not fit: %1</source>
        <translation>资源不足：%1</translation>
    </message>
    <message>
        <source>A film needs a portrait and a voice, or seconds to wait without one.</source>
        <translation>影片需要一张肖像和一段语音，或者设定无语音时的等待秒数。</translation>
    </message>
    <message>
        <source>its folder cannot be written, choose another file</source>
        <translation>其文件夹无法写入，请另选文件</translation>
    </message>
    <message>
        <source>Frame and transparency</source>
        <translation>画幅与透明</translation>
    </message>
    <message>
        <source>File and compression</source>
        <translation>文件与压缩</translation>
    </message>
</context>
<context>
    <name>PacksDialog</name>
    <message>
        <source>some ask to share alike</source>
        <translation>有些要求以相同方式共享</translation>
    </message>
    <message>
        <source>some state no licence</source>
        <translation>有些未注明许可</translation>
    </message>
    <message>
        <source>some allow research only</source>
        <translation>有些只允许研究使用</translation>
    </message>
    <message>
        <source>all allow any use</source>
        <translation>全部允许任何用途</translation>
    </message>
    <message>
        <source>Learned from recordings: %1</source>
        <translation>由录像学得：%1</translation>
    </message>
    <message>
        <source>Packs</source>
        <translation>模型包</translation>
    </message>
    <message>
        <source>Pack and files</source>
        <translation>模型包与文件</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>校验</translation>
    </message>
    <message>
        <source>intact</source>
        <translation>完好</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>incomplete</source>
        <translation>不完整</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>A pack holds the networks and the face model that turn a voice into a face. The studio works with its own pack alone; SadTalker&apos;s published weights can be added.</source>
        <translation>模型包包含把声音变成人脸的网络和人脸模型。仅凭自带的模型包即可使用；还可以添加 SadTalker 公开发布的权重。</translation>
    </message>
    <message>
        <source>Details of the pack</source>
        <translation>模型包详情</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Import from disk</source>
        <translation>从磁盘导入</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Weight files…</source>
        <translation>权重文件…</translation>
    </message>
    <message>
        <source>A folder…</source>
        <translation>文件夹…</translation>
    </message>
    <message>
        <source>No pack was found. Run installer/fetch-models, or import one from disk.</source>
        <translation>未找到模型包。请运行 installer/fetch-models，或从磁盘导入。</translation>
    </message>
    <message>
        <source>not installed</source>
        <translation>未安装</translation>
    </message>
    <message>
        <source>%1 are free there.</source>
        <translation>那里剩余 %1。</translation>
    </message>
    <message>
        <source>Only %1 are free there: it does not fit.</source>
        <translation>那里仅剩 %1：空间不足。</translation>
    </message>
    <message>
        <source>To fetch: %1. A download that was stopped goes on where it stopped; every file is checked against its SHA-256.</source>
        <translation>需下载：%1。中断的下载会从停止处继续；每个文件都会用 SHA-256 校验。</translation>
    </message>
    <message>
        <source>It will lie in %1.</source>
        <translation>将安装到 %1。</translation>
    </message>
    <message>
        <source>Motion model: %1</source>
        <translation>动作模型：%1</translation>
    </message>
    <message>
        <source>Renderers: %1</source>
        <translation>渲染器：%1</translation>
    </message>
    <message>
        <source>Folder: %1</source>
        <translation>文件夹：%1</translation>
    </message>
    <message>
        <source>: %1 of %2</source>
        <translation>：%1 / %2</translation>
    </message>
    <message>
        <source> · %1/s · %2 left</source>
        <translation> · %1/秒 · 剩余 %2</translation>
    </message>
    <message>
        <source>%1: done.</source>
        <translation>%1：完成。</translation>
    </message>
    <message>
        <source>%1: stopped. What has arrived is kept; Download goes on from there.</source>
        <translation>%1：已停止。已下载的部分会保留，再次下载时从那里继续。</translation>
    </message>
    <message>
        <source>Checking every file against its checksum</source>
        <translation>正在校验每个文件</translation>
    </message>
    <message>
        <source>Looking for what can be had</source>
        <translation>正在查看可获取的模型包</translation>
    </message>
    <message>
        <source>Folder with SadTalker&apos;s weights</source>
        <translation>SadTalker 权重所在文件夹</translation>
    </message>
    <message>
        <source>SadTalker&apos;s weights</source>
        <translation>SadTalker 权重</translation>
    </message>
    <message>
        <source>Weights (*.safetensors *.pth *.tar *.pt *.mat);;All files (*)</source>
        <translation>权重 (*.safetensors *.pth *.tar *.pt *.mat);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Importing</source>
        <translation>正在导入</translation>
    </message>
    <message>
        <source>Installed: %1</source>
        <translation>已安装：%1</translation>
    </message>
    <message>
        <source>Found: %1 (%2)</source>
        <translation>找到：%1（%2）</translation>
    </message>
    <message>
        <source>Not taken: %1, %2</source>
        <translation>未采用：%1，%2</translation>
    </message>
    <message>
        <source>Still missing for %1: %2</source>
        <translation>%1 还缺：%2</translation>
    </message>
    <message>
        <source>There are no weights of SadTalker in it.</source>
        <translation>其中没有 SadTalker 的权重。</translation>
    </message>
    <message>
        <source>Downloading %1</source>
        <translation>正在下载 %1</translation>
    </message>
    <message>
        <source>This pack</source>
        <translation>此模型包</translation>
    </message>
    <message>
        <source>An exported pack…</source>
        <translation>已导出的模型包…</translation>
    </message>
    <message>
        <source>Exported pack</source>
        <translation>已导出的模型包</translation>
    </message>
    <message>
        <source>Packs (*%1)</source>
        <translation>模型包 (*%1)</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>New name of the pack</source>
        <translation>模型包的新名称</translation>
    </message>
    <message>
        <source>Export as one file…</source>
        <translation>导出为单个文件…</translation>
    </message>
    <message>
        <source>Export as one file</source>
        <translation>导出为单个文件</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete the pack %1 with its files?</source>
        <translation>要删除模型包 %1 及其文件吗？</translation>
    </message>
    <message>
        <source>Renaming</source>
        <translation>正在重命名</translation>
    </message>
    <message>
        <source>%1 is called %2.</source>
        <translation>%1 现名为 %2。</translation>
    </message>
    <message>
        <source>Exporting %1</source>
        <translation>正在导出 %1</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>已写入：%1</translation>
    </message>
    <message>
        <source>Deleting %1</source>
        <translation>正在删除 %1</translation>
    </message>
    <message>
        <source>%1 is deleted.</source>
        <translation>已删除 %1。</translation>
    </message>
    <message>
        <source>Installing</source>
        <translation>正在安装</translation>
    </message>
</context>
<context>
    <name>ParamSlider</name>
    <message>
        <source>Relative</source>
        <translation>相对</translation>
    </message>
    <message>
        <source>How a track or a driving video is taken: on, its changes from the performer&apos;s resting face are added to the portrait&apos;s own; off, the portrait takes over the performer&apos;s expression and pose as they are</source>
        <translation>轨道或驱动视频如何采用：on，把它相对表演者静止面容的变化加到肖像自身上；off，肖像原样采用表演者的表情与姿态</translation>
    </message>
    <message>
        <source>Gaze</source>
        <translation>视线</translation>
    </message>
    <message>
        <source>Where the eyes look: where the portrait looks, with small darts (natural), into the camera (camera), or away from the portrait&apos;s own gaze; auto is natural, but leaves a given track or driving video its own</source>
        <translation>眼睛看向哪里：肖像所看之处并伴有细小的跳动（natural）、看向镜头（camera），或偏离肖像自身的视线；auto 即 natural，但给定的轨道或驱动视频保持其自身的视线</translation>
    </message>
    <message>
        <source>Expression scale</source>
        <translation>表情幅度</translation>
    </message>
    <message>
        <source>How strongly the face moves in this range.</source>
        <translation>此范围内面部动作的强度。</translation>
    </message>
    <message>
        <source>Head motion</source>
        <translation>头部动作</translation>
    </message>
    <message>
        <source>How far the head moves in this range.</source>
        <translation>此范围内头部移动的幅度。</translation>
    </message>
    <message>
        <source>Pitch</source>
        <translation>俯仰</translation>
    </message>
    <message>
        <source>Yaw</source>
        <translation>偏转</translation>
    </message>
    <message>
        <source>Roll</source>
        <translation>侧倾</translation>
    </message>
    <message>
        <source>Sideways</source>
        <translation>左右</translation>
    </message>
    <message>
        <source>Up and down</source>
        <translation>上下</translation>
    </message>
    <message>
        <source>To and fro</source>
        <translation>前后</translation>
    </message>
    <message>
        <source>Blend with style before</source>
        <translation>与上一风格混合</translation>
    </message>
    <message>
        <source>Mixes the chosen style with the one that was chosen before it; makes the motion again.</source>
        <translation>把所选风格与之前选择的风格混合；会重新生成动作。</translation>
    </message>
    <message>
        <source>Blink strength</source>
        <translation>眨眼强度</translation>
    </message>
    <message>
        <source>How far the lids close in a blink; 0 keeps the eyes open</source>
        <translation>眨眼时眼睑闭合的程度；0 表示一直睁眼</translation>
    </message>
    <message>
        <source>Blink rate</source>
        <translation>眨眼频率</translation>
    </message>
    <message>
        <source>per minute</source>
        <translation>次/分钟</translation>
    </message>
    <message>
        <source>How often the face blinks on average</source>
        <translation>平均眨眼次数</translation>
    </message>
    <message>
        <source>Pose style</source>
        <translation>姿态风格</translation>
    </message>
    <message>
        <source>Which of the 46 learned styles of moving the head is used</source>
        <translation>使用 46 种学到的头部运动风格中的哪一种</translation>
    </message>
    <message>
        <source>Head movement</source>
        <translation>头部运动</translation>
    </message>
    <message>
        <source>How much the head moves; 0 keeps it in the portrait&apos;s pose</source>
        <translation>头部运动的幅度；0 表示保持肖像中的姿态</translation>
    </message>
    <message>
        <source>Expression</source>
        <translation>表情</translation>
    </message>
    <message>
        <source>How strongly mouth and face follow the voice</source>
        <translation>嘴和面部跟随声音的强度</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Chooses one of the equally natural head movements and blink times</source>
        <translation>在同样自然的头部动作和眨眼时机中选择一种</translation>
    </message>
    <message>
        <source>Face</source>
        <translation>人脸</translation>
    </message>
    <message>
        <source>Which face of the portrait speaks, counted from 0, the largest</source>
        <translation>肖像中哪张脸说话，从 0（最大的脸）数起</translation>
    </message>
    <message>
        <source>Compression</source>
        <translation>压缩</translation>
    </message>
    <message>
        <source>Costs nothing: seen at once.</source>
        <translation>无开销：立即可见。</translation>
    </message>
    <message>
        <source>Makes the motion again, which takes a moment.</source>
        <translation>需要重新生成动作，稍等片刻。</translation>
    </message>
    <message>
        <source>Prepares the renderer again and draws every frame anew.</source>
        <translation>需要重新准备渲染器并重绘每一帧。</translation>
    </message>
    <message>
        <source>Counts only when the film is rendered.</source>
        <translation>仅在渲染影片时起作用。</translation>
    </message>
    <message>
        <source>Reset to %1</source>
        <translation>重置为 %1</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>已更改</translation>
    </message>
    <message>
        <source>Range %1 to %2%3, default %4.</source>
        <translation>范围 %1 至 %2%3，默认 %4。</translation>
    </message>
    <message>
        <source>degrees</source>
        <translation>度</translation>
    </message>
    <message>
        <source>Path of the nod, spread evenly over the clip; positive looks down</source>
        <translation>点头路径，均匀分布于整段；正值向下看</translation>
    </message>
    <message>
        <source>Path of the turn, spread evenly over the clip; positive looks to the right of the picture</source>
        <translation>转头路径，均匀分布于整段；正值转向画面右侧</translation>
    </message>
    <message>
        <source>Path of the tilt, spread evenly over the clip; positive turns counter-clockwise</source>
        <translation>歪头路径，均匀分布于整段；正值逆时针</translation>
    </message>
    <message>
        <source>Idle</source>
        <translation>静候</translation>
    </message>
    <message>
        <source>s</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>Seconds to wait without a voice: the head breathes, the eyes blink</source>
        <translation>没有声音时静候的秒数：头部微动，眼睛眨动</translation>
    </message>
    <message>
        <source>Jaw</source>
        <translation>下颌</translation>
    </message>
    <message>
        <source>Lips</source>
        <translation>嘴唇</translation>
    </message>
    <message>
        <source>Cheeks and nose</source>
        <translation>脸颊与鼻子</translation>
    </message>
    <message>
        <source>Eyes</source>
        <translation>眼睛</translation>
    </message>
    <message>
        <source>Brows</source>
        <translation>眉毛</translation>
    </message>
    <message>
        <source>How strongly this part of the face follows the voice; blinks stay as they are</source>
        <translation>面部的这一部分跟随声音的强度；眨眼不受影响</translation>
    </message>
    <message>
        <source>Wait silently</source>
        <translation>静默等待</translation>
    </message>
    <message>
        <source>Portrait</source>
        <translation>肖像</translation>
    </message>
    <message>
        <source>Rotation</source>
        <translation>旋转</translation>
    </message>
    <message>
        <source>Background</source>
        <translation>背景</translation>
    </message>
    <message>
        <source>Voice</source>
        <translation>语音</translation>
    </message>
    <message>
        <source>Begin of the voice</source>
        <translation>语音起点</translation>
    </message>
    <message>
        <source>End of the voice</source>
        <translation>语音终点</translation>
    </message>
    <message>
        <source>Loudness</source>
        <translation>音量</translation>
    </message>
    <message>
        <source>Sound track</source>
        <translation>音轨</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>系数轨</translation>
    </message>
    <message>
        <source>Still head</source>
        <translation>头部静止</translation>
    </message>
    <message>
        <source>Drawn anew</source>
        <translation>重新生成的时段</translation>
    </message>
    <message>
        <source>Head from a video</source>
        <translation>头部取自视频</translation>
    </message>
    <message>
        <source>Blinks from a video</source>
        <translation>眨眼取自视频</translation>
    </message>
    <message>
        <source>As SadTalker publishes it</source>
        <translation>与 SadTalker 发布的一致</translation>
    </message>
    <message>
        <source>Frame rate</source>
        <translation>帧率</translation>
    </message>
    <message>
        <source>Framing</source>
        <translation>取景</translation>
    </message>
    <message>
        <source>Pack</source>
        <translation>模型包</translation>
    </message>
    <message>
        <source>Renderer</source>
        <translation>渲染器</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>Film file</source>
        <translation>影片文件</translation>
    </message>
    <message>
        <source>Picture of one face: png, jpg, webp, bmp, tiff, heic or avif</source>
        <translation>一张人脸的图片：png、jpg、webp、bmp、tiff、heic 或 avif</translation>
    </message>
    <message>
        <source>Turns the portrait clockwise first: by quarters, or by what sets the face upright (auto)</source>
        <translation>先将肖像顺时针旋转：按 90 度的倍数，或自动转到人脸直立（auto）</translation>
    </message>
    <message>
        <source>What a portrait with transparency is laid over</source>
        <translation>带透明度的肖像下面铺的颜色</translation>
    </message>
    <message>
        <source>Any sound or video file with speech</source>
        <translation>任何含有说话声的音频或视频文件</translation>
    </message>
    <message>
        <source>Where the used part of the voice begins</source>
        <translation>所用语音片段的起点</translation>
    </message>
    <message>
        <source>Where the used part of the voice ends; 0: at its end</source>
        <translation>所用语音片段的终点；0 表示到结尾</translation>
    </message>
    <message>
        <source>Makes the voice louder or quieter</source>
        <translation>让语音更响或更轻</translation>
    </message>
    <message>
        <source>Which sound track of a file with several, counted from 1; 0: its main one</source>
        <translation>文件有多条音轨时用哪一条，从 1 数起；0 表示主音轨</translation>
    </message>
    <message>
        <source>Coefficients that are rendered in place of generated ones</source>
        <translation>用这些系数渲染，代替生成的系数</translation>
    </message>
    <message>
        <source>Keeps the head in the portrait&apos;s pose; lips, eyes and blinks go on</source>
        <translation>头部保持肖像的姿势；嘴唇、眼睛和眨眼照常</translation>
    </message>
    <message>
        <source>Draws the head movement anew between two times in seconds only</source>
        <translation>只在两个时刻（秒）之间重新生成头部运动</translation>
    </message>
    <message>
        <source>Video whose head movement is taken, at any frame rate; played forth and back when it is short</source>
        <translation>取其头部运动的视频，帧率不限；太短时来回播放</translation>
    </message>
    <message>
        <source>Video whose blinks are taken, at any frame rate; nothing else of its face is</source>
        <translation>取其眨眼的视频，帧率不限；脸的其他部分不取</translation>
    </message>
    <message>
        <source>Blinks, scales and references exactly as in the published program</source>
        <translation>眨眼、缩放和参考视频与发布的程序完全一致</translation>
    </message>
    <message>
        <source>Longer side of the video; 0 keeps the portrait&apos;s own size, up to 1440 px on its shorter side</source>
        <translation>影片的长边；0 保持肖像自身的大小，短边最多 1440 像素</translation>
    </message>
    <message>
        <source>Frames per second; the motion itself is resampled, not the pictures</source>
        <translation>每秒帧数；重新采样的是动作本身，而不是画面</translation>
    </message>
    <message>
        <source>How much of the portrait the film shows</source>
        <translation>影片显示肖像的多少</translation>
    </message>
    <message>
        <source>The networks that make motion and pictures, see orator packs list</source>
        <translation>生成动作和画面的网络，见 orator packs list</translation>
    </message>
    <message>
        <source>Which renderer draws the frames, as far as the pack has it</source>
        <translation>用哪个渲染器绘制画面，取决于模型包</translation>
    </message>
    <message>
        <source>Where the networks run</source>
        <translation>网络在哪里运行</translation>
    </message>
    <message>
        <source>Arithmetic of facevid2vid: exact (float32), or fast (float16, CUDA only)</source>
        <translation>facevid2vid 的运算：exact（float32）或 fast（float16，仅限 CUDA）</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>画面修饰</translation>
    </message>
    <message>
        <source>Lets networks that have seen real eyes paint what a warp cannot show: shut lids</source>
        <translation>让见过真实眼睛的网络补画变形无法呈现的部分：闭合的眼睑</translation>
    </message>
    <message>
        <source>Retargeting</source>
        <translation>重定向</translation>
    </message>
    <message>
        <source>LivePortrait moves nothing but eyes, lips or both, as far as they are open</source>
        <translation>LivePortrait 只按张开程度驱动眼睛、嘴唇或两者</translation>
    </message>
    <message>
        <source>Enhance background</source>
        <translation>增强背景</translation>
    </message>
    <message>
        <source>Enlarges the portrait by a network before anything else: twice, three or four times (esrgan), or twice by Real-ESRGAN, where its pack is installed</source>
        <translation>先用网络放大肖像：两倍、三倍或四倍（esrgan），或在装有 Real-ESRGAN 模型包时用它放大两倍</translation>
    </message>
    <message>
        <source>Enhance face</source>
        <translation>增强人脸</translation>
    </message>
    <message>
        <source>Restores the face of each frame by GFPGAN, where its pack is installed, as much as is said behind a colon; seconds a frame</source>
        <translation>在装有 GFPGAN 模型包时逐帧修复人脸，冒号后可写强度；每帧需数秒</translation>
    </message>
    <message>
        <source>Only the frames a to b-1 and their sound, counted from 0</source>
        <translation>只渲染第 a 到 b-1 帧及其声音，从 0 数起</translation>
    </message>
    <message>
        <source>dB</source>
        <translation>分贝</translation>
    </message>
    <message>
        <source>per second</source>
        <translation>每秒</translation>
    </message>
    <message>
        <source>Looks at the portrait again and makes everything anew.</source>
        <translation>会重新分析肖像，并重新生成一切。</translation>
    </message>
    <message>
        <source>Speech gate</source>
        <translation>语音门</translation>
    </message>
    <message>
        <source>Speech alone moves the mouth (on), or any sound, for singing (off)</source>
        <translation>仅说话声带动嘴部（开），或任何声音都带动嘴部，用于歌唱（关）</translation>
    </message>
    <message>
        <source>Aspect</source>
        <translation>画幅比例</translation>
    </message>
    <message>
        <source>Width to height of the film, around the face; own: as the portrait</source>
        <translation>影片的宽高比，围绕面部；own：同肖像</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适配</translation>
    </message>
    <message>
        <source>A portrait of another aspect is cropped as far as the face keeps its distance from the edges, or padded</source>
        <translation>比例不同的肖像会被裁剪（面部与边缘保持距离），或在四周补边</translation>
    </message>
    <message>
        <source>Transparency</source>
        <translation>透明</translation>
    </message>
    <message>
        <source>What is left transparent: nothing, all but the person, or what the portrait&apos;s file has transparent</source>
        <translation>哪些部分透明：无、人物以外全部，或肖像文件中透明的部分</translation>
    </message>
    <message>
        <source>Behind</source>
        <translation>背后</translation>
    </message>
    <message>
        <source>What is behind a transparent person and beside a portrait that does not fill the frame; auto: nothing in a film with transparency, else the portrait, blurred</source>
        <translation>透明人物背后以及未填满画面的肖像旁边的内容；auto：透明影片中为空，否则为模糊的肖像</translation>
    </message>
    <message>
        <source>Colour behind</source>
        <translation>背后颜色</translation>
    </message>
    <message>
        <source>The colour of --behind colour</source>
        <translation>--behind colour 的颜色</translation>
    </message>
    <message>
        <source>Picture behind</source>
        <translation>背后图像</translation>
    </message>
    <message>
        <source>A picture, or a video that is played again and again, in place of --behind</source>
        <translation>代替 --behind 的图像，或反复播放的视频</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>A small sign in the picture that says that the film is synthetic</source>
        <translation>画面中说明影片为合成的小标记</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>容器</translation>
    </message>
    <message>
        <source>What the film&apos;s file is; auto: by the ending of its name. png is a folder of pictures and their sound</source>
        <translation>影片文件的类型；auto：按文件名后缀。png 为图像及其声音的文件夹</translation>
    </message>
    <message>
        <source>Codec</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>How pictures are compressed; auto: as is usual for the container</source>
        <translation>画面如何压缩；auto：按容器的惯例</translation>
    </message>
    <message>
        <source>Encoder</source>
        <translation>编码器</translation>
    </message>
    <message>
        <source>Who compresses: the processor, which gives the same bytes everywhere, or a graphics card that can</source>
        <translation>由谁压缩：处理器（处处得到相同字节），或具备能力的显卡</translation>
    </message>
    <message>
        <source>Constant rate factor in the measure of H.264; other codecs get what looks alike; smaller is better and larger</source>
        <translation>以 H.264 为准的恒定质量因子；其他编码取观感相当的值；越小质量越好、文件越大</translation>
    </message>
    <message>
        <source>Bit rate</source>
        <translation>码率</translation>
    </message>
    <message>
        <source>kbit/s</source>
        <translation>千比特/秒</translation>
    </message>
    <message>
        <source>Size per second of the pictures on average, in place of --crf; 0: as --crf needs</source>
        <translation>画面平均每秒的大小，代替 --crf；0：按 --crf 所需</translation>
    </message>
    <message>
        <source>Two passes</source>
        <translation>两遍编码</translation>
    </message>
    <message>
        <source>Makes the film twice, to spend the bits of --bit-rate where they are needed</source>
        <translation>制作两遍，使 --bit-rate 的比特用在需要之处</translation>
    </message>
    <message>
        <source>Film loudness</source>
        <translation>影片响度</translation>
    </message>
    <message>
        <source>Makes the film&apos;s sound louder or quieter; the mouth moves as without it</source>
        <translation>使影片声音更响或更轻；嘴部动作不变</translation>
    </message>
    <message>
        <source>Loop</source>
        <translation>循环</translation>
    </message>
    <message>
        <source>GIF and WebP begin and end where the head and the face come closest to themselves, and play again and again</source>
        <translation>GIF 和 WebP 在头部与面部最接近自身之处首尾相接，并反复播放</translation>
    </message>
    <message>
        <source>Trim</source>
        <translation>截取</translation>
    </message>
    <message>
        <source>Only the film from a to b seconds and its sound; the motion stays that of the whole film</source>
        <translation>仅取影片第 a 到 b 秒及其声音；动作仍为整部影片的动作</translation>
    </message>
    <message>
        <source>Film to write; its ending tells the format</source>
        <translation>要写入的影片；后缀决定格式</translation>
    </message>
    <message>
        <source>Captions</source>
        <translation>字幕</translation>
    </message>
    <message>
        <source>Draws words into the film: a file of captions (.srt, .vtt), labels (.TextGrid, Audacity&apos;s .txt) or words (.json of orator words), or a .txt whose words find their times by the voice</source>
        <translation>把文字画进影片：字幕文件（.srt、.vtt）、标签（.TextGrid、Audacity 的 .txt）或词（orator words 的 .json），或按语音找到时间的 .txt 文本</translation>
    </message>
    <message>
        <source>Caption style</source>
        <translation>字幕样式</translation>
    </message>
    <message>
        <source>Letters with a rim, on a dark bar, or with a colour for the word that is said</source>
        <translation>带描边的文字、深色底条，或给正在说的词上色</translation>
    </message>
    <message>
        <source>Caption place</source>
        <translation>字幕位置</translation>
    </message>
    <message>
        <source>Where captions stand; auto: below, or above where they would cover the mouth</source>
        <translation>字幕的位置；auto：在下方，若会遮住嘴则在上方</translation>
    </message>
    <message>
        <source>Caption size</source>
        <translation>字幕大小</translation>
    </message>
    <message>
        <source>Size of the letters of captions; 1 is 5.5 % of the film&apos;s shorter side</source>
        <translation>字幕文字的大小；1 为影片短边的 5.5 %</translation>
    </message>
</context>
<context>
    <name>PersonaliseDialog</name>
    <message>
        <source>own network</source>
        <translation>专属网络</translation>
    </message>
    <message>
        <source>general network kept</source>
        <translation>保留通用网络</translation>
    </message>
    <message>
        <source>Speech: the general manner, the video has no voice to learn from.</source>
        <translation>说话：通用方式，视频中没有可供学习的语音。</translation>
    </message>
    <message>
        <source>Speech: lips %1 → %2 % of the face from the filmed ones.</source>
        <translation>说话：嘴唇与实拍相差脸高的 %1 → %2 %。</translation>
    </message>
    <message>
        <source>Learned from %1 s; judged on the last %2 s, which were not learned from. Mean difference from the footage, 0 to 255:</source>
        <translation>学习了 %1 秒；以未参与学习的最后 %2 秒评判。与实拍的平均差，0 到 255：</translation>
    </message>
    <message>
        <source>Mouth</source>
        <translation>嘴</translation>
    </message>
    <message>
        <source>Eyes</source>
        <translation>眼睛</translation>
    </message>
    <message>
        <source>Head: pose style 46, extent %1°, %2° a second.</source>
        <translation>头部：姿态风格 46，幅度 %1°，每秒 %2°。</translation>
    </message>
    <message>
        <source>Following the face</source>
        <translation>正在跟踪面部</translation>
    </message>
    <message>
        <source>Preparing what is learned from</source>
        <translation>正在准备学习材料</translation>
    </message>
    <message>
        <source>Learning the mouth</source>
        <translation>正在学习嘴部</translation>
    </message>
    <message>
        <source>Learning the eyes</source>
        <translation>正在学习眼睛</translation>
    </message>
    <message>
        <source>Comparing with the footage</source>
        <translation>正在与实拍比较</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>From above, mouth and eyes each: the footage, the general pack, this person&apos;s pack</source>
        <translation>自上而下，嘴与眼各为：实拍、通用模型包、此人的模型包</translation>
    </message>
    <message>
        <source>Make it this person</source>
        <translation>做成此人</translation>
    </message>
    <message>
        <source>From 10 to 60 seconds of somebody who speaks to the camera the studio learns how their mouth and eyes look, how they move the head and how they speak: some minutes of work, which can be paused. Ask the person before you do it.</source>
        <translation>从某人对着镜头说话的 10 到 60 秒视频中，程序学习其嘴和眼的样子、头部的动作与说话的方式：需要几分钟，可以暂停。请先征得本人同意。</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>Name of the person</source>
        <translation>此人的名称</translation>
    </message>
    <message>
        <source>letters, digits, - and _</source>
        <translation>字母、数字、- 和 _</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Use with the best picture</source>
        <translation>与最佳画面一起使用</translation>
    </message>
    <message>
        <source>Use with my portrait</source>
        <translation>与我的肖像一起使用</translation>
    </message>
    <message>
        <source>Video of one person</source>
        <translation>一个人的视频</translation>
    </message>
    <message>
        <source>Video (*.mp4 *.mov *.mkv *.webm *.avi)</source>
        <translation>视频 (*.mp4 *.mov *.mkv *.webm *.avi)</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Opening the video …</source>
        <translation>正在打开视频…</translation>
    </message>
    <message>
        <source>Pausing …</source>
        <translation>正在暂停…</translation>
    </message>
    <message>
        <source> · %1 left</source>
        <translation> · 还剩 %1</translation>
    </message>
    <message>
        <source>Paused. What was learned is kept, also when the studio is closed.</source>
        <translation>已暂停。学到的内容会保留，关闭程序后也在。</translation>
    </message>
    <message>
        <source>%1 is installed.</source>
        <translation>%1 已安装。</translation>
    </message>
</context>
<context>
    <name>PortraitCard</name>
    <message>
        <source>Portrait</source>
        <translation>肖像</translation>
    </message>
    <message>
        <source>Drop or choose a portrait</source>
        <translation>拖入或选择肖像</translation>
    </message>
    <message>
        <source>Choose face</source>
        <translation>选择人脸</translation>
    </message>
    <message>
        <source>Choose a portrait…</source>
        <translation>选择肖像…</translation>
    </message>
    <message>
        <source>Quality of the portrait</source>
        <translation>肖像质量</translation>
    </message>
    <message>
        <source>Enter chooses a picture, Left and Right choose the face</source>
        <translation>回车选择图片，左右键选择人脸</translation>
    </message>
    <message>
        <source>Background of the portrait</source>
        <translation>肖像的背景</translation>
    </message>
    <message>
        <source>Enlarge the portrait</source>
        <translation>放大肖像</translation>
    </message>
    <message>
        <source>Turn the portrait</source>
        <translation>旋转肖像</translation>
    </message>
</context>
<context>
    <name>PreviewPanel</name>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>The rendered frame at the playhead</source>
        <translation>播放头处渲染出的画面</translation>
    </message>
    <message>
        <source>3D face</source>
        <translation>3D 人脸</translation>
    </message>
    <message>
        <source>The face model that carries the motion</source>
        <translation>承载动作的人脸模型</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>并排</translation>
    </message>
    <message>
        <source>Result and 3D face side by side</source>
        <translation>结果与 3D 人脸并排</translation>
    </message>
    <message>
        <source>Wipe between the result and the portrait or 3D face</source>
        <translation>在结果与肖像或 3D 人脸之间擦除对比</translation>
    </message>
    <message>
        <source>Difference of the result to the portrait or 3D face</source>
        <translation>结果与肖像或 3D 人脸的差异</translation>
    </message>
    <message>
        <source>Portrait</source>
        <translation>肖像</translation>
    </message>
    <message>
        <source>Compare with the portrait</source>
        <translation>与肖像比较</translation>
    </message>
    <message>
        <source>3D</source>
        <translation>3D</translation>
    </message>
    <message>
        <source>Compare with the 3D face</source>
        <translation>与 3D 人脸比较</translation>
    </message>
    <message>
        <source>Textured</source>
        <translation>纹理</translation>
    </message>
    <message>
        <source>Clay</source>
        <translation>黏土</translation>
    </message>
    <message>
        <source>Wireframe</source>
        <translation>线框</translation>
    </message>
    <message>
        <source>Landmarks</source>
        <translation>关键点</translation>
    </message>
    <message>
        <source>Show the portrait&apos;s own pose behind</source>
        <translation>在后面显示肖像原本的姿态</translation>
    </message>
    <message>
        <source>Look from the front</source>
        <translation>正面视角</translation>
    </message>
    <message>
        <source>Fit to the window (double click on the picture)</source>
        <translation>适应窗口（双击画面）</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>To the start (Home)</source>
        <translation>到开头 (Home)</translation>
    </message>
    <message>
        <source>One frame back (Left)</source>
        <translation>后退一帧 (←)</translation>
    </message>
    <message>
        <source>Play and pause (Space)</source>
        <translation>播放和暂停（空格）</translation>
    </message>
    <message>
        <source>One frame forward (Right)</source>
        <translation>前进一帧 (→)</translation>
    </message>
    <message>
        <source>To the end (End)</source>
        <translation>到结尾 (End)</translation>
    </message>
    <message>
        <source>In point at the playhead (I)</source>
        <translation>在播放头处设入点 (I)</translation>
    </message>
    <message>
        <source>Out point at the playhead (O)</source>
        <translation>在播放头处设出点 (O)</translation>
    </message>
    <message>
        <source>Play in a loop</source>
        <translation>循环播放</translation>
    </message>
    <message>
        <source>Sound on or off (M)</source>
        <translation>声音开或关 (M)</translation>
    </message>
    <message>
        <source>This computer has no sound output; the preview plays silently</source>
        <translation>此计算机没有声音输出；预览将无声播放</translation>
    </message>
    <message>
        <source>What is drawn over the result</source>
        <translation>叠加在结果之上的内容</translation>
    </message>
    <message>
        <source>Mesh</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Detected faces</source>
        <translation>检测到的人脸</translation>
    </message>
    <message>
        <source>Person matte</source>
        <translation>人物蒙版</translation>
    </message>
    <message>
        <source>Look at the face, or at the whole picture (Z)</source>
        <translation>查看脸部或整幅画面 (Z)</translation>
    </message>
</context>
<context>
    <name>PreviewWorker</name>
    <message>
        <source>Looking at the portrait</source>
        <translation>正在分析肖像</translation>
    </message>
    <message>
        <source>Reading the voice</source>
        <translation>正在读取声音</translation>
    </message>
    <message>
        <source>Making the motion</source>
        <translation>正在生成动作</translation>
    </message>
    <message>
        <source>Preparing the renderer</source>
        <translation>正在准备渲染器</translation>
    </message>
    <message>
        <source>Trying the pose styles</source>
        <translation>正在试演各种姿态风格</translation>
    </message>
    <message>
        <source>Drawing the preview</source>
        <translation>正在绘制预览</translation>
    </message>
    <message>
        <source>Drawing the proof</source>
        <translation>正在绘制试看</translation>
    </message>
</context>
<context>
    <name>RangeDialog</name>
    <message>
        <source>Apply only here</source>
        <translation>仅应用于此处</translation>
    </message>
    <message>
        <source>From %1 to %2</source>
        <translation>从 %1 到 %2</translation>
    </message>
</context>
<context>
    <name>RecoveryDialog</name>
    <message>
        <source>Recover unsaved work</source>
        <translation>恢复未保存的工作</translation>
    </message>
    <message>
        <source>The studio did not end as it should. This is what it kept:</source>
        <translation>程序上次未正常结束。以下是保留下来的内容：</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>Recover</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Ask again later</source>
        <translation>稍后再问</translation>
    </message>
    <message>
        <source>Discard all</source>
        <translation>全部丢弃</translation>
    </message>
    <message>
        <source>Unsaved work</source>
        <translation>未保存的工作</translation>
    </message>
</context>
<context>
    <name>ReferenceFields</name>
    <message>
        <source>From a video, free view</source>
        <translation>来自视频、自由视角</translation>
    </message>
    <message>
        <source>As SadTalker publishes it</source>
        <translation>与 SadTalker 发布版一致</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>头部</translation>
    </message>
    <message>
        <source>The head moves as in this video; lips follow the voice</source>
        <translation>头部随此视频运动；嘴唇跟随声音</translation>
    </message>
    <message>
        <source>Blinks</source>
        <translation>眨眼</translation>
    </message>
    <message>
        <source>The eyes blink as in this video; the mouth is left alone</source>
        <translation>眨眼与此视频一致；嘴部不受影响</translation>
    </message>
    <message>
        <source>Blinks, scales and references exactly as in the published program</source>
        <translation>眨眼、幅度和参考视频的处理与发布版完全一致</translation>
    </message>
    <message>
        <source>Use no video</source>
        <translation>不使用视频</translation>
    </message>
    <message>
        <source>made from the voice</source>
        <translation>由声音生成</translation>
    </message>
    <message>
        <source>Choose a video…</source>
        <translation>选择视频…</translation>
    </message>
    <message>
        <source>%1 from a video</source>
        <translation>%1（来自视频）</translation>
    </message>
    <message>
        <source>Choose a video</source>
        <translation>选择视频</translation>
    </message>
    <message>
        <source>Video (*.mp4 *.mov *.mkv *.webm *.avi);;All files (*)</source>
        <translation>视频 (*.mp4 *.mov *.mkv *.webm *.avi);;所有文件 (*)</translation>
    </message>
    <message>
        <source>angles, e.g. 0 25 -10</source>
        <translation>角度，例如 0 25 -10</translation>
    </message>
    <message>
        <source>Angles from %1 to %2 degrees, with blanks between; empty: made from the voice. Seen at once.</source>
        <translation>角度范围 %1 至 %2 度，以空格分隔；留空则由声音生成。立即可见。</translation>
    </message>
    <message>
        <source>“%1” is no angle from %2 to %3.</source>
        <translation>“%1”不是 %2 至 %3 之间的角度。</translation>
    </message>
    <message>
        <source>Head path</source>
        <translation>头部路径</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>New keys</source>
        <translation>新按键</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Reset all</source>
        <translation>全部重置</translation>
    </message>
    <message>
        <source>%1 belongs to “%2” already.</source>
        <translation>%1 已用于“%2”。</translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation>操作及其按键</translation>
    </message>
</context>
<context>
    <name>SpeechDialog</name>
    <message>
        <source>Text to speech</source>
        <translation>文字转语音</translation>
    </message>
    <message>
        <source>What should the portrait say?</source>
        <translation>让肖像说什么？</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>Synthesiser</source>
        <translation>合成器</translation>
    </message>
    <message>
        <source>Voice</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Words per minute</source>
        <translation>每分钟词数</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>语速</translation>
    </message>
    <message>
        <source>Use as voice</source>
        <translation>用作声音</translation>
    </message>
    <message>
        <source>No synthesiser is installed. espeak-ng and flite are free; install one and open this again.</source>
        <translation>未安装语音合成器。espeak-ng 和 flite 均为自由软件；安装其一后再打开此窗口。</translation>
    </message>
    <message>
        <source>System voice</source>
        <translation>系统语音</translation>
    </message>
    <message>
        <source>Write something first.</source>
        <translation>请先输入文字。</translation>
    </message>
    <message>
        <source>Speaking…</source>
        <translation>正在合成…</translation>
    </message>
    <message>
        <source>The synthesiser failed: %1</source>
        <translation>语音合成失败：%1</translation>
    </message>
    <message>
        <source>%1 words per minute</source>
        <translation>每分钟 %1 词</translation>
    </message>
</context>
<context>
    <name>Studio</name>
    <message>
        <source>Drive by a video</source>
        <translation>由视频驱动</translation>
    </message>
    <message>
        <source>Keeping a safety copy</source>
        <translation>保存安全副本</translation>
    </message>
    <message>
        <source>Save the project yourself.</source>
        <translation>请自行保存项目。</translation>
    </message>
    <message>
        <source>Portrait %1</source>
        <translation>肖像 %1</translation>
    </message>
    <message>
        <source>Voice %1</source>
        <translation>声音 %1</translation>
    </message>
    <message>
        <source>Opening %1</source>
        <translation>打开 %1</translation>
    </message>
    <message>
        <source>This is neither a picture nor sound nor a project.</source>
        <translation>这既不是图片，也不是声音或项目。</translation>
    </message>
    <message>
        <source>Drop a portrait (PNG, JPEG, WebP), a voice (any audio or video file) or an .orator project.</source>
        <translation>请拖入肖像（PNG、JPEG、WebP）、声音（任意音频或视频文件）或 .orator 项目。</translation>
    </message>
    <message>
        <source>Import track</source>
        <translation>导入轨道</translation>
    </message>
    <message>
        <source>Export track</source>
        <translation>导出轨道</translation>
    </message>
    <message>
        <source>In point</source>
        <translation>入点</translation>
    </message>
    <message>
        <source>Out point</source>
        <translation>出点</translation>
    </message>
    <message>
        <source>Rendering</source>
        <translation>渲染</translation>
    </message>
    <message>
        <source>Drop both into the window, or open the sample project.</source>
        <translation>把两者拖入窗口，或打开示例项目。</translation>
    </message>
    <message>
        <source>Trim voice</source>
        <translation>裁剪声音</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>What is not an option of its own was saved to %1.</source>
        <translation>无法用选项表示的设置已保存到 %1。</translation>
    </message>
    <message>
        <source>Copying the command line</source>
        <translation>复制命令行</translation>
    </message>
    <message>
        <source>Remove voice</source>
        <translation>移除语音</translation>
    </message>
    <message>
        <source>A film needs a portrait and a voice, or seconds to wait without one.</source>
        <translation>影片需要一张肖像和一段语音，或者设定无语音时的等待秒数。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>What was open before is kept.</source>
        <translation>之前打开的内容保持不变。</translation>
    </message>
    <message>
        <source>They were made for another voice.</source>
        <translation>它们是为另一段语音制作的。</translation>
    </message>
    <message>
        <source>Remove them</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove edits of another voice</source>
        <translation>移除另一段语音的编辑</translation>
    </message>
    <message>
        <source>Turn it upright</source>
        <translation>转正</translation>
    </message>
    <message>
        <source>Keeping the settings</source>
        <translation>保存设置</translation>
    </message>
    <message>
        <source>Turn the portrait</source>
        <translation>旋转肖像</translation>
    </message>
    <message>
        <source>Blinks, key frames, moved words and ranges made by hand stay at the seconds they had.</source>
        <translation>手工制作的眨眼、关键帧、移动的词和范围保持在原来的秒数。</translation>
    </message>
    <message>
        <source>Words of %1</source>
        <translation>%1 的词</translation>
    </message>
    <message>
        <source>Words of the text</source>
        <translation>文本的词</translation>
    </message>
    <message>
        <source>Times of the words</source>
        <translation>词的时间</translation>
    </message>
    <message>
        <source>Export words</source>
        <translation>导出词</translation>
    </message>
</context>
<context>
    <name>StyleGallery</name>
    <message>
        <source>Pose styles</source>
        <translation>姿态风格</translation>
    </message>
    <message>
        <source>How the head moves. Point at a style to see it on your portrait; its star (or *) marks a favourite.</source>
        <translation>头部如何运动。指向某个风格即可在您的肖像上看到它；点击星标（或按 *）可收藏。</translation>
    </message>
    <message>
        <source>Group of pose styles</source>
        <translation>姿势风格分组</translation>
    </message>
    <message>
        <source>Calm</source>
        <translation>平静</translation>
    </message>
    <message>
        <source>Nodding</source>
        <translation>点头</translation>
    </message>
    <message>
        <source>Swaying</source>
        <translation>摇摆</translation>
    </message>
    <message>
        <source>Lively</source>
        <translation>活泼</translation>
    </message>
    <message>
        <source>All styles</source>
        <translation>所有风格</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>收藏</translation>
    </message>
</context>
<context>
    <name>TimelinePlot</name>
    <message>
        <source>Add blink</source>
        <translation>添加眨眼</translation>
    </message>
    <message>
        <source>Delete blink</source>
        <translation>删除眨眼</translation>
    </message>
    <message>
        <source>Key frame</source>
        <translation>关键帧</translation>
    </message>
    <message>
        <source>Move blink</source>
        <translation>移动眨眼</translation>
    </message>
    <message>
        <source>Stretch blink</source>
        <translation>拉伸眨眼</translation>
    </message>
    <message>
        <source>Blink depth</source>
        <translation>眨眼深度</translation>
    </message>
    <message>
        <source>Select range</source>
        <translation>选择范围</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Clear range</source>
        <translation>清除范围</translation>
    </message>
    <message>
        <source>Add blink here</source>
        <translation>在此添加眨眼</translation>
    </message>
    <message>
        <source>Return to generated blinks</source>
        <translation>恢复为生成的眨眼</translation>
    </message>
    <message>
        <source>Generated blinks</source>
        <translation>生成的眨眼</translation>
    </message>
    <message>
        <source>Delete key frame</source>
        <translation>删除关键帧</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Blink: %1 ms, depth %2</source>
        <translation>眨眼：%1 毫秒，深度 %2</translation>
    </message>
    <message>
        <source>Time line</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Blinks</source>
        <translation>眨眼</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>头部</translation>
    </message>
    <message>
        <source>Face</source>
        <translation>人脸</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>词</translation>
    </message>
    <message>
        <source>Move word</source>
        <translation>移动词</translation>
    </message>
    <message>
        <source>Word times</source>
        <translation>词的时间</translation>
    </message>
    <message>
        <source>%1: %2 to %3. Dragged, the mouth moves with it; at its ends, the word alone</source>
        <translation>%1：%2 至 %3。拖动时嘴随之移动；拖动两端只改变词</translation>
    </message>
</context>
<context>
    <name>Tour</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>&lt;b&gt;Media.&lt;/b&gt; Drop a portrait and a voice here, record one, or let the computer speak. The card says how well a portrait will do.</source>
        <translation>&lt;b&gt;素材。&lt;/b&gt;把肖像和声音拖到这里，也可以录音，或让计算机朗读。卡片会说明肖像是否合适。</translation>
    </message>
    <message>
        <source>&lt;b&gt;Preview.&lt;/b&gt; The film at the playhead, the 3D face behind it, and both compared. Space plays, the arrows step.</source>
        <translation>&lt;b&gt;预览。&lt;/b&gt;播放头处的影片、背后的 3D 人脸以及两者的对比。空格播放，方向键逐帧移动。</translation>
    </message>
    <message>
        <source>&lt;b&gt;Motion.&lt;/b&gt; How strongly the face moves, how it blinks, in which manner the head moves. Dots mark what you changed.</source>
        <translation>&lt;b&gt;动作。&lt;/b&gt;面部动作的强度、眨眼方式、头部运动的风格。圆点标出您改动过的设置。</translation>
    </message>
    <message>
        <source>&lt;b&gt;Time line.&lt;/b&gt; Every movement as a curve. Drag a blink, set key frames, smooth, or change a part of the time only.</source>
        <translation>&lt;b&gt;时间线。&lt;/b&gt;每个动作都是一条曲线。可以拖动眨眼、设置关键帧、平滑，或只改变某一段。</translation>
    </message>
    <message>
        <source>&lt;b&gt;Output.&lt;/b&gt; Size, frame rate and file. Render starts a job below; you go on working meanwhile.</source>
        <translation>&lt;b&gt;输出。&lt;/b&gt;尺寸、帧率和文件。“渲染”会在下方启动任务，期间可以继续工作。</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Next (%1 of %2)</source>
        <translation>下一步（%1 / %2）</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一步</translation>
    </message>
</context>
<context>
    <name>VoiceCard</name>
    <message>
        <source>Voice</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Record from the microphone</source>
        <translation>用麦克风录音</translation>
    </message>
    <message>
        <source>No microphone was found</source>
        <translation>未找到麦克风</translation>
    </message>
    <message>
        <source>Text to speech…</source>
        <translation>文字转语音…</translation>
    </message>
    <message>
        <source>Choose a voice…</source>
        <translation>选择声音…</translation>
    </message>
    <message>
        <source>Play and pause (Space)</source>
        <translation>播放和暂停（空格）</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>增益</translation>
    </message>
    <message>
        <source>Makes the voice louder or softer, for the film and for the motion</source>
        <translation>使声音更响或更轻，影片和动作都会随之变化</translation>
    </message>
    <message>
        <source>Stop recording</source>
        <translation>停止录音</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>Use the whole voice again</source>
        <translation>重新使用整段声音</translation>
    </message>
    <message>
        <source>Recording level</source>
        <translation>录音电平</translation>
    </message>
    <message>
        <source>%1 of %2 s</source>
        <translation>%1 / %2 秒</translation>
    </message>
    <message>
        <source>Use no voice</source>
        <translation>不使用语音</translation>
    </message>
    <message>
        <source>Wait silently</source>
        <translation>静默等待</translation>
    </message>
    <message>
        <source>Only speech moves the mouth</source>
        <translation>仅说话声带动嘴部</translation>
    </message>
    <message>
        <source>The main one</source>
        <translation>主声轨</translation>
    </message>
</context>
<context>
    <name>VoiceRecorder</name>
    <message>
        <source>Recording</source>
        <translation>录音</translation>
    </message>
    <message>
        <source>No microphone that records 48 kHz was found.</source>
        <translation>未找到支持 48 kHz 录音的麦克风。</translation>
    </message>
    <message>
        <source>Connect one, or record elsewhere and drop the file here.</source>
        <translation>请连接麦克风，或在别处录好后把文件拖到这里。</translation>
    </message>
    <message>
        <source>The take cannot be written to %1.</source>
        <translation>录音无法写入 %1。</translation>
    </message>
    <message>
        <source>Free some disk space and record again.</source>
        <translation>请释放一些磁盘空间后重新录音。</translation>
    </message>
    <message>
        <source>Nothing was heard.</source>
        <translation>没有录到声音。</translation>
    </message>
    <message>
        <source>Check that the microphone is on and that the system lets the studio use it.</source>
        <translation>请检查麦克风已打开，并且系统允许本程序使用它。</translation>
    </message>
</context>
<context>
    <name>WaveformView</name>
    <message>
        <source>Waveform</source>
        <translation>波形</translation>
    </message>
    <message>
        <source>Drop or choose a voice</source>
        <translation>拖入或选择声音</translation>
    </message>
    <message>
        <source>Drag the handles at both ends to use a part of the voice, or use Edit &gt; Trim</source>
        <translation>拖动两端的手柄以只使用声音的一部分，或使用“编辑 &gt; 裁剪”</translation>
    </message>
    <message>
        <source>Waits, breathes and blinks</source>
        <translation>等待：呼吸并眨眼</translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>Make a portrait speak</source>
        <translation>让肖像开口说话</translation>
    </message>
    <message>
        <source>Drop a portrait and a voice anywhere in this window.</source>
        <translation>把一张肖像和一段声音拖到窗口任意位置。</translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation>试试示例</translation>
    </message>
    <message>
        <source>installer/prepare-sample makes the sample files</source>
        <translation>installer/prepare-sample 可生成示例文件</translation>
    </message>
    <message>
        <source>Choose a portrait…</source>
        <translation>选择肖像…</translation>
    </message>
    <message>
        <source>Open a project…</source>
        <translation>打开项目…</translation>
    </message>
    <message>
        <source>Go on with</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Two-minute tour</source>
        <translation>两分钟导览</translation>
    </message>
    <message>
        <source>Show people only with their consent, and say that a film is synthetic.</source>
        <translation>请仅在征得本人同意后使用其形象，并说明影片为合成内容。</translation>
    </message>
    <message>
        <source>Portrait</source>
        <translation>肖像</translation>
    </message>
    <message>
        <source>One photograph of a face that looks at you</source>
        <translation>一张面向镜头的人脸照片</translation>
    </message>
    <message>
        <source>Voice</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>A recording, your microphone, or words you type</source>
        <translation>录音、麦克风，或输入的文字</translation>
    </message>
    <message>
        <source>Film</source>
        <translation>影片</translation>
    </message>
    <message>
        <source>Shape the motion while you watch, then render</source>
        <translation>边看边调整动作，然后渲染</translation>
    </message>
</context>
<context>
    <name>orator::ui</name>
    <message>
        <source>Choose the file again; it may have been moved or renamed.</source>
        <translation>请重新选择文件；它可能已被移动或改名。</translation>
    </message>
    <message>
        <source>Open it in a picture program and save it as PNG or JPEG.</source>
        <translation>请用图像软件打开并另存为 PNG 或 JPEG。</translation>
    </message>
    <message>
        <source>Convert it to WAV, MP3 or MP4 and try again.</source>
        <translation>请转换为 WAV、MP3 或 MP4 后重试。</translation>
    </message>
    <message>
        <source>Choose a file that contains speech.</source>
        <translation>请选择包含语音的文件。</translation>
    </message>
    <message>
        <source>Use at least a fifth of a second of speech.</source>
        <translation>语音至少需要 0.2 秒。</translation>
    </message>
    <message>
        <source>Raise the level of the recording, or choose another one.</source>
        <translation>请提高录音音量，或选择其他录音。</translation>
    </message>
    <message>
        <source>Use a picture of 256 pixels or more.</source>
        <translation>请使用 256 像素或更大的图片。</translation>
    </message>
    <message>
        <source>Use a picture that shows one face from the front, evenly lit.</source>
        <translation>请使用正面、光线均匀的单人照片。</translation>
    </message>
    <message>
        <source>Use a picture in which the whole face is visible.</source>
        <translation>请使用露出整张脸的图片。</translation>
    </message>
    <message>
        <source>Choose another folder for the film.</source>
        <translation>请为影片选择其他文件夹。</translation>
    </message>
    <message>
        <source>Free some disk space and press Retry.</source>
        <translation>请释放一些磁盘空间，然后按“重试”。</translation>
    </message>
    <message>
        <source>Open Packs and install it.</source>
        <translation>请打开“模型包”进行安装。</translation>
    </message>
    <message>
        <source>Open Packs, verify it and install it again.</source>
        <translation>请打开“模型包”，校验后重新安装。</translation>
    </message>
    <message>
        <source>Open one of the backups beside the project.</source>
        <translation>请打开项目旁的某个备份。</translation>
    </message>
    <message>
        <source>Choose the CPU in the tool bar.</source>
        <translation>请在工具栏中选择 CPU。</translation>
    </message>
    <message>
        <source>Choose a smaller output size.</source>
        <translation>请选择较小的输出尺寸。</translation>
    </message>
    <message>
        <source>Reset the setting to its default.</source>
        <translation>请将该设置恢复为默认值。</translation>
    </message>
    <message>
        <source>Use Help &gt; Copy report and tell us about it.</source>
        <translation>请使用“帮助 &gt; 复制报告”并告诉我们。</translation>
    </message>
    <message>
        <source>the file does not exist</source>
        <translation>文件不存在</translation>
    </message>
    <message>
        <source>this is not a file</source>
        <translation>这不是文件</translation>
    </message>
    <message>
        <source>the picture cannot be read</source>
        <translation>无法读取图片</translation>
    </message>
    <message>
        <source>the sound or video cannot be read</source>
        <translation>无法读取声音或视频</translation>
    </message>
    <message>
        <source>there is no sound in it</source>
        <translation>其中没有声音</translation>
    </message>
    <message>
        <source>the voice is too short</source>
        <translation>声音太短</translation>
    </message>
    <message>
        <source>the recording is silent</source>
        <translation>录音没有声音</translation>
    </message>
    <message>
        <source>the picture is too small</source>
        <translation>图片太小</translation>
    </message>
    <message>
        <source>no face was found in the picture</source>
        <translation>图片中未找到人脸</translation>
    </message>
    <message>
        <source>the face leaves the picture</source>
        <translation>人脸超出了图片</translation>
    </message>
    <message>
        <source>the file cannot be written</source>
        <translation>无法写入文件</translation>
    </message>
    <message>
        <source>no space is left on the disk</source>
        <translation>磁盘空间不足</translation>
    </message>
    <message>
        <source>a pack or one of its files is not installed</source>
        <translation>模型包或其中的文件未安装</translation>
    </message>
    <message>
        <source>a file of a pack is damaged</source>
        <translation>模型包中有文件已损坏</translation>
    </message>
    <message>
        <source>the file of weights is damaged or belongs to another model</source>
        <translation>权重文件已损坏或属于其他模型</translation>
    </message>
    <message>
        <source>the file cannot be understood</source>
        <translation>无法理解该文件</translation>
    </message>
    <message>
        <source>this computer has no usable CUDA device</source>
        <translation>此计算机没有可用的 CUDA 设备</translation>
    </message>
    <message>
        <source>there is not enough memory</source>
        <translation>内存不足</translation>
    </message>
    <message>
        <source>a setting is out of its range</source>
        <translation>某项设置超出范围</translation>
    </message>
    <message>
        <source>something went wrong inside the studio</source>
        <translation>程序内部出错</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>头部</translation>
    </message>
    <message>
        <source>Pitch</source>
        <translation>俯仰</translation>
    </message>
    <message>
        <source>Yaw</source>
        <translation>偏转</translation>
    </message>
    <message>
        <source>Roll</source>
        <translation>侧倾</translation>
    </message>
    <message>
        <source>X</source>
        <translation>X</translation>
    </message>
    <message>
        <source>Y</source>
        <translation>Y</translation>
    </message>
    <message>
        <source>Z</source>
        <translation>Z</translation>
    </message>
    <message>
        <source>Natural</source>
        <translation>自然</translation>
    </message>
    <message>
        <source>News reader</source>
        <translation>新闻主播</translation>
    </message>
    <message>
        <source>Lively</source>
        <translation>活泼</translation>
    </message>
    <message>
        <source>Calm</source>
        <translation>平静</translation>
    </message>
    <message>
        <source>Still head</source>
        <translation>头部静止</translation>
    </message>
    <message>
        <source>Showing %1</source>
        <translation>显示 %1</translation>
    </message>
    <message>
        <source>It is no longer in %1.</source>
        <translation>它已不在 %1 中。</translation>
    </message>
    <message>
        <source>It was moved, renamed or deleted.</source>
        <translation>它已被移动、重命名或删除。</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>手册</translation>
    </message>
    <message>
        <source>It does not lie beside the program, in %1.</source>
        <translation>程序旁边的 %1 中没有手册。</translation>
    </message>
    <message>
        <source>Install Orator again, or build the target “manual”.</source>
        <translation>请重新安装 Orator，或构建目标 “manual”。</translation>
    </message>
    <message>
        <source>This computer has no program that shows web pages.</source>
        <translation>此计算机没有可显示网页的程序。</translation>
    </message>
    <message>
        <source>The manual is %1.</source>
        <translation>手册位于 %1。</translation>
    </message>
    <message>
        <source>This computer has no program that shows folders.</source>
        <translation>本机没有可以显示文件夹的程序。</translation>
    </message>
    <message>
        <source>The file is %1.</source>
        <translation>文件位置：%1。</translation>
    </message>
    <message>
        <source>choose another picture, from the front and unobstructed</source>
        <translation>请换一张正面、无遮挡的图片</translation>
    </message>
    <message>
        <source>a smaller film hides it</source>
        <translation>较小的影片可以掩盖</translation>
    </message>
    <message>
        <source>let the head move less</source>
        <translation>让头部少动</translation>
    </message>
    <message>
        <source>crop the picture to what lies inside</source>
        <translation>把图片裁剪到框内</translation>
    </message>
    <message>
        <source>click the face that speaks</source>
        <translation>点击说话的人脸</translation>
    </message>
    <message>
        <source>Well suited: upright, sharp and unobstructed, the face %1 px high</source>
        <translation>非常合适：端正、清晰、无遮挡，人脸高 %1 像素</translation>
    </message>
    <message>
        <source>Jaw</source>
        <translation>下颌</translation>
    </message>
    <message>
        <source>Lips</source>
        <translation>嘴唇</translation>
    </message>
    <message>
        <source>Cheeks and nose</source>
        <translation>脸颊与鼻子</translation>
    </message>
    <message>
        <source>Eyes</source>
        <translation>眼睛</translation>
    </message>
    <message>
        <source>Brows</source>
        <translation>眉毛</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Enlarge the portrait</source>
        <translation>放大肖像</translation>
    </message>
    <message>
        <source>Turn it upright</source>
        <translation>转正</translation>
    </message>
    <message>
        <source>Choose a background…</source>
        <translation>选择背景…</translation>
    </message>
</context>
</TS>
