<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>1 … 9</source>
        <translation>1 … 9</translation>
    </message>
    <message>
        <source>A larger mask: also where it is less hot</source>
        <translation>更大的掩膜：也包括较不热的地方</translation>
    </message>
    <message>
        <source>A mask that one person accepted waits for another person to accept it too</source>
        <translation>一个人接受的掩膜还需另一个人接受</translation>
    </message>
    <message>
        <source>A smaller mask: only where it is hotter</source>
        <translation>更小的掩膜：仅包括更热的地方</translation>
    </message>
    <message>
        <source>Abandon what a tool has begun</source>
        <translation>放弃工具已开始的操作</translation>
    </message>
    <message>
        <source>About STAC Studio</source>
        <translation>关于 STAC Studio</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>Accept the mask and go on</source>
        <translation>接受掩膜并继续</translation>
    </message>
    <message>
        <source>Actual size</source>
        <translation>实际大小</translation>
    </message>
    <message>
        <source>Alt+wheel</source>
        <translation>Alt+滚轮</translation>
    </message>
    <message>
        <source>Amounts …</source>
        <translation>数值 …</translation>
    </message>
    <message>
        <source>Back to the proposal</source>
        <translation>恢复为建议</translation>
    </message>
    <message>
        <source>Back to undecided</source>
        <translation>恢复为未决定</translation>
    </message>
    <message>
        <source>Back up project …</source>
        <translation>备份项目 …</translation>
    </message>
    <message>
        <source>Backspace</source>
        <translation>Backspace</translation>
    </message>
    <message>
        <source>Bare image</source>
        <translation>仅图像</translation>
    </message>
    <message>
        <source>Blob back to the proposal</source>
        <translation>区域恢复为建议</translation>
    </message>
    <message>
        <source>Blob to the chosen class</source>
        <translation>区域改为所选类别</translation>
    </message>
    <message>
        <source>Brightness …</source>
        <translation>亮度 …</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>By how many pixels blobs grow and shrink, and what counts as an island</source>
        <translation>区域扩张和收缩多少像素，以及什么算作孤岛</translation>
    </message>
    <message>
        <source>Change the image&apos;s tag of that class</source>
        <translation>更改图像的该类标签</translation>
    </message>
    <message>
        <source>Choose the class to paint and to show</source>
        <translation>选择要绘制和显示的类别</translation>
    </message>
    <message>
        <source>Choose weights …</source>
        <translation>选择权重 …</translation>
    </message>
    <message>
        <source>Choose where saliency maps come from, look at some and make them all</source>
        <translation>选择显著图的来源，查看几张并全部生成</translation>
    </message>
    <message>
        <source>Choose which grey values are black and white on the screen (or Ctrl+drag)</source>
        <translation>选择哪些灰度值在屏幕上显示为黑色和白色（或 Ctrl+拖动）</translation>
    </message>
    <message>
        <source>Classes …</source>
        <translation>类别 …</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>关闭窗口</translation>
    </message>
    <message>
        <source>Commands …</source>
        <translation>命令 …</translation>
    </message>
    <message>
        <source>Compare masks and heat maps with masks that measure</source>
        <translation>将掩膜和热图与测量用掩膜比较</translation>
    </message>
    <message>
        <source>Compare two things behind a divider that can be dragged</source>
        <translation>用可拖动的分隔线比较两项内容</translation>
    </message>
    <message>
        <source>Compare two things beside each other</source>
        <translation>并排比较两项内容</translation>
    </message>
    <message>
        <source>Contrast sideways, brightness up and down</source>
        <translation>左右调对比度，上下调亮度</translation>
    </message>
    <message>
        <source>Copy from the previous image</source>
        <translation>从上一张图像复制</translation>
    </message>
    <message>
        <source>Copy the project with its masks and their history, and check the copy</source>
        <translation>复制项目及其掩膜和历史，并检查副本</translation>
    </message>
    <message>
        <source>Ctrl+drag</source>
        <translation>Ctrl+拖动</translation>
    </message>
    <message>
        <source>Delete all blobs of the chosen class</source>
        <translation>删除所选类别的所有区域</translation>
    </message>
    <message>
        <source>Delete blob</source>
        <translation>删除区域</translation>
    </message>
    <message>
        <source>Delete the blob under the cursor</source>
        <translation>删除光标下的区域</translation>
    </message>
    <message>
        <source>Demonstration project</source>
        <translation>演示项目</translation>
    </message>
    <message>
        <source>Diagnostics …</source>
        <translation>诊断 …</translation>
    </message>
    <message>
        <source>Drag the image (or hold Space)</source>
        <translation>拖动图像（或按住空格键）</translation>
    </message>
    <message>
        <source>Drag with the wand</source>
        <translation>用魔棒拖动</translation>
    </message>
    <message>
        <source>Draw lines between pixels when they are large</source>
        <translation>像素较大时在像素之间画线</translation>
    </message>
    <message>
        <source>Draw the mask as an outline, without its fill</source>
        <translation>仅绘制掩膜轮廓，不填充</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Edit a project that is open for reading because somebody else has it</source>
        <translation>编辑因他人占用而只读打开的项目</translation>
    </message>
    <message>
        <source>Edit here …</source>
        <translation>在此编辑 …</translation>
    </message>
    <message>
        <source>Enter, double click</source>
        <translation>Enter，双击</translation>
    </message>
    <message>
        <source>Erase class</source>
        <translation>清除类别</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>橡皮擦</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Evaluation …</source>
        <translation>评估…</translation>
    </message>
    <message>
        <source>Export labels …</source>
        <translation>导出标注 …</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>填充</translation>
    </message>
    <message>
        <source>Fill holes</source>
        <translation>填充孔洞</translation>
    </message>
    <message>
        <source>Fill the holes of the blob under the cursor, or of the chosen class</source>
        <translation>填充光标下区域或所选类别的孔洞</translation>
    </message>
    <message>
        <source>Filter images</source>
        <translation>筛选图像</translation>
    </message>
    <message>
        <source>Find a defect from a few scribbles (GrabCut)</source>
        <translation>用几笔涂画找出缺陷 (GrabCut)</translation>
    </message>
    <message>
        <source>Find and run any command by typing</source>
        <translation>输入文字即可查找并运行任何命令</translation>
    </message>
    <message>
        <source>Finish the polygon, take what scribbles found</source>
        <translation>完成多边形，采用涂画找到的结果</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适应窗口</translation>
    </message>
    <message>
        <source>Fit to the image (GrabCut)</source>
        <translation>贴合图像 (GrabCut)</translation>
    </message>
    <message>
        <source>From tags to masks …</source>
        <translation>从标签到掩膜 …</translation>
    </message>
    <message>
        <source>Give the blob under the cursor the chosen class</source>
        <translation>将光标下的区域改为所选类别</translation>
    </message>
    <message>
        <source>Give what is connected under the cursor the chosen class</source>
        <translation>将光标下相连的部分改为所选类别</translation>
    </message>
    <message>
        <source>Go to the image without a decision before this one</source>
        <translation>转到上一张未决定的图像</translation>
    </message>
    <message>
        <source>Go to the next image</source>
        <translation>转到下一张图像</translation>
    </message>
    <message>
        <source>Go to the next image without a decision</source>
        <translation>转到下一张未决定的图像</translation>
    </message>
    <message>
        <source>Go to the previous image</source>
        <translation>转到上一张图像</translation>
    </message>
    <message>
        <source>Go to the undecided image that the model is least sure of, or that contradicts its tags</source>
        <translation>转到模型最不确定或与标签矛盾的未决定图像</translation>
    </message>
    <message>
        <source>Grid of images</source>
        <translation>图像网格</translation>
    </message>
    <message>
        <source>Grow</source>
        <translation>扩张</translation>
    </message>
    <message>
        <source>H (held)</source>
        <translation>H（按住）</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Heat map of all classes</source>
        <translation>所有类别的热图</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>History of the image …</source>
        <translation>图像历史 …</translation>
    </message>
    <message>
        <source>How many images are decided, how fast, and how good the proposals were</source>
        <translation>已决定多少图像、速度如何、建议有多好</translation>
    </message>
    <message>
        <source>Image folders …</source>
        <translation>图像文件夹 …</translation>
    </message>
    <message>
        <source>Import heat maps …</source>
        <translation>导入热图 …</translation>
    </message>
    <message>
        <source>Import labels …</source>
        <translation>导入标签 …</translation>
    </message>
    <message>
        <source>Keep the largest only</source>
        <translation>仅保留最大的</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Language, colours, sizes and more</source>
        <translation>语言、颜色、大小等</translation>
    </message>
    <message>
        <source>Larger brush</source>
        <translation>增大画笔</translation>
    </message>
    <message>
        <source>Larger brush (or Shift+wheel)</source>
        <translation>增大画笔（或 Shift+滚轮）</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>套索</translation>
    </message>
    <message>
        <source>Learn from the tags and propose a mask for every image, in one go</source>
        <translation>一次完成：从标签学习，并为每张图像建议掩膜</translation>
    </message>
    <message>
        <source>List all keys</source>
        <translation>列出所有快捷键</translation>
    </message>
    <message>
        <source>List only images with certain names or facts</source>
        <translation>仅列出具有特定名称或属性的图像</translation>
    </message>
    <message>
        <source>Look at all images</source>
        <translation>查看所有图像</translation>
    </message>
    <message>
        <source>Lower the blob&apos;s threshold</source>
        <translation>降低区域阈值</translation>
    </message>
    <message>
        <source>Lower threshold</source>
        <translation>降低阈值</translation>
    </message>
    <message>
        <source>Magic wand</source>
        <translation>魔棒</translation>
    </message>
    <message>
        <source>Make a project of a folder of images or a whole data set, after a look at it</source>
        <translation>浏览后用图像文件夹或整个数据集创建项目</translation>
    </message>
    <message>
        <source>Make a small project with a trained model, and look around in it</source>
        <translation>建立一个带有已训练模型的小项目并四处看看</translation>
    </message>
    <message>
        <source>Make scores and heat maps of all images in the background</source>
        <translation>在后台计算所有图像的得分和热图</translation>
    </message>
    <message>
        <source>Make the blob under the cursor alone larger along its heat map (or Alt+wheel)</source>
        <translation>仅沿热图扩大光标下的区域（或 Alt+滚轮）</translation>
    </message>
    <message>
        <source>Make the blob under the cursor alone smaller along its heat map (or Alt+wheel)</source>
        <translation>仅沿热图缩小光标下的区域（或 Alt+滚轮）</translation>
    </message>
    <message>
        <source>Make the blob under the cursor, or the chosen class, larger</source>
        <translation>扩大光标下的区域或所选类别</translation>
    </message>
    <message>
        <source>Make the blob under the cursor, or the chosen class, smaller</source>
        <translation>缩小光标下的区域或所选类别</translation>
    </message>
    <message>
        <source>Make the edit again</source>
        <translation>恢复刚撤销的编辑</translation>
    </message>
    <message>
        <source>Mark for fixing later and go on</source>
        <translation>标记为待修正并继续</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>掩膜</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Most worth your time</source>
        <translation>最值得花时间</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>Move the blob under the cursor alone to another threshold</source>
        <translation>仅将光标下的区域移到另一阈值</translation>
    </message>
    <message>
        <source>Move the image</source>
        <translation>移动图像</translation>
    </message>
    <message>
        <source>Move the outline of the blob under the cursor, or of the chosen class, to where the image&apos;s colours change</source>
        <translation>将光标下区域或所选类别的轮廓移到图像颜色变化处</translation>
    </message>
    <message>
        <source>Name the kinds of defects, colour them and add some</source>
        <translation>命名缺陷种类、设置颜色并添加</translation>
    </message>
    <message>
        <source>Needs fix</source>
        <translation>待修正</translation>
    </message>
    <message>
        <source>New project …</source>
        <translation>新建项目 …</translation>
    </message>
    <message>
        <source>New run …</source>
        <translation>新训练 …</translation>
    </message>
    <message>
        <source>Next image</source>
        <translation>下一张图像</translation>
    </message>
    <message>
        <source>Next undecided</source>
        <translation>下一张未决定</translation>
    </message>
    <message>
        <source>No defect</source>
        <translation>无缺陷</translation>
    </message>
    <message>
        <source>One image pixel on one screen pixel</source>
        <translation>一个图像像素对应一个屏幕像素</translation>
    </message>
    <message>
        <source>Open a folder of images</source>
        <translation>打开图像文件夹</translation>
    </message>
    <message>
        <source>Open a project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Open image folder …</source>
        <translation>打开图像文件夹 …</translation>
    </message>
    <message>
        <source>Open project …</source>
        <translation>打开项目 …</translation>
    </message>
    <message>
        <source>Outline only</source>
        <translation>仅轮廓</translation>
    </message>
    <message>
        <source>Paint background</source>
        <translation>绘制背景</translation>
    </message>
    <message>
        <source>Paint small pieces that follow the image&apos;s edges</source>
        <translation>绘制贴合图像边缘的小块</translation>
    </message>
    <message>
        <source>Paint the chosen class</source>
        <translation>绘制所选类别</translation>
    </message>
    <message>
        <source>Paint up to edges in the image</source>
        <translation>绘制到图像边缘为止</translation>
    </message>
    <message>
        <source>Paint what looks alike; drag for more or less</source>
        <translation>绘制外观相似的部分；拖动以增减</translation>
    </message>
    <message>
        <source>Paint, or take away, what a polygon goes around</source>
        <translation>绘制或去除多边形所围部分</translation>
    </message>
    <message>
        <source>Paint, or take away, what you draw around</source>
        <translation>绘制或去除所圈出的部分</translation>
    </message>
    <message>
        <source>Pixel grid</source>
        <translation>像素网格</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>多边形</translation>
    </message>
    <message>
        <source>Previous image</source>
        <translation>上一张图像</translation>
    </message>
    <message>
        <source>Previous undecided</source>
        <translation>上一张未决定</translation>
    </message>
    <message>
        <source>Progress …</source>
        <translation>进度 …</translation>
    </message>
    <message>
        <source>Proposals from the next model</source>
        <translation>使用下一个模型的建议</translation>
    </message>
    <message>
        <source>Take heat maps and proposed masks from STAC&apos;s model, the segmenter or imported maps in turn</source>
        <translation>依次使用 STAC 模型、分割器或导入的热图及其建议的掩码</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Raise the blob&apos;s threshold</source>
        <translation>提高区域阈值</translation>
    </message>
    <message>
        <source>Raise threshold</source>
        <translation>提高阈值</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Reject the image and go on</source>
        <translation>拒绝图像并继续</translation>
    </message>
    <message>
        <source>Remove all blobs of the class under the cursor, or of the chosen class, but the largest</source>
        <translation>移除光标下类别或所选类别中除最大区域外的所有区域</translation>
    </message>
    <message>
        <source>Remove islands</source>
        <translation>移除孤岛</translation>
    </message>
    <message>
        <source>Remove small blobs of the class under the cursor, or of the chosen class</source>
        <translation>移除光标下类别或所选类别的小区域</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>审核</translation>
    </message>
    <message>
        <source>Right button, Alt (held)</source>
        <translation>右键，Alt（按住）</translation>
    </message>
    <message>
        <source>Round the outline of the blob under the cursor, or of the chosen class; small blobs and thin scratches stay</source>
        <translation>使光标下区域或所选类别的轮廓圆滑；小区域和细划痕保留</translation>
    </message>
    <message>
        <source>Saliency …</source>
        <translation>显著性 …</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save the mask at hand now</source>
        <translation>立即保存当前掩膜</translation>
    </message>
    <message>
        <source>Say what the model is and where it runs</source>
        <translation>说明当前模型及其运行位置</translation>
    </message>
    <message>
        <source>Say where the images are now, if they were moved or renamed</source>
        <translation>如果图像已移动或重命名，指明它们现在的位置</translation>
    </message>
    <message>
        <source>Scribbles</source>
        <translation>涂画</translation>
    </message>
    <message>
        <source>See its saved masks and bring one back</source>
        <translation>查看已保存的掩膜并恢复其一</translation>
    </message>
    <message>
        <source>See whether the GPU can be used, and save what a helper needs to know</source>
        <translation>查看能否使用 GPU，并保存协助者需要了解的信息</translation>
    </message>
    <message>
        <source>Settings …</source>
        <translation>设置 …</translation>
    </message>
    <message>
        <source>Shift+1 … Shift+9</source>
        <translation>Shift+1 … Shift+9</translation>
    </message>
    <message>
        <source>Shift+wheel</source>
        <translation>Shift+滚轮</translation>
    </message>
    <message>
        <source>Show many images at once, to choose and tag them</source>
        <translation>同时显示许多图像，以便选择和标注</translation>
    </message>
    <message>
        <source>Show the heat map (hold H for the bare image)</source>
        <translation>显示热图（按住 H 仅看图像）</translation>
    </message>
    <message>
        <source>Show the mask (hold H for the bare image)</source>
        <translation>显示掩膜（按住 H 仅看图像）</translation>
    </message>
    <message>
        <source>Show the strip that says what is done and what is next</source>
        <translation>显示说明已完成和下一步的提示条</translation>
    </message>
    <message>
        <source>Show the strongest class everywhere, or only the chosen class</source>
        <translation>各处显示最强的类别，或仅显示所选类别</translation>
    </message>
    <message>
        <source>Show the whole image</source>
        <translation>显示整张图像</translation>
    </message>
    <message>
        <source>Show the whole image at a corner while a part of it is out of sight</source>
        <translation>当部分图像不可见时，在角落显示整张图像</translation>
    </message>
    <message>
        <source>Show what the heat map is made of: saliency, each scale, each block</source>
        <translation>显示热图的组成：显著性、各尺度、各模块</translation>
    </message>
    <message>
        <source>Show where the model&apos;s scales and mirrored views disagree</source>
        <translation>显示模型的各尺度与镜像视图不一致之处</translation>
    </message>
    <message>
        <source>Shrink</source>
        <translation>收缩</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>并排</translation>
    </message>
    <message>
        <source>Size of the brush</source>
        <translation>画笔大小</translation>
    </message>
    <message>
        <source>Small map</source>
        <translation>小地图</translation>
    </message>
    <message>
        <source>Smaller brush</source>
        <translation>减小画笔</translation>
    </message>
    <message>
        <source>Smaller brush (or Shift+wheel)</source>
        <translation>减小画笔（或 Shift+滚轮）</translation>
    </message>
    <message>
        <source>Smart brush</source>
        <translation>智能画笔</translation>
    </message>
    <message>
        <source>Smooth outline</source>
        <translation>平滑轮廓</translation>
    </message>
    <message>
        <source>Space + drag, middle drag</source>
        <translation>空格键 + 拖动，中键拖动</translation>
    </message>
    <message>
        <source>Split view</source>
        <translation>分割视图</translation>
    </message>
    <message>
        <source>Steps from tags to labels</source>
        <translation>从标签到标注的步骤</translation>
    </message>
    <message>
        <source>Stop background work</source>
        <translation>停止后台工作</translation>
    </message>
    <message>
        <source>Stop looking at all images, or making saliency maps</source>
        <translation>停止查看所有图像或停止生成显著图</translation>
    </message>
    <message>
        <source>Superpixels</source>
        <translation>超像素</translation>
    </message>
    <message>
        <source>Swap brush and eraser</source>
        <translation>切换画笔和橡皮擦</translation>
    </message>
    <message>
        <source>Tag images by the names of the folders they lie in</source>
        <translation>按图像所在文件夹的名称标注</translation>
    </message>
    <message>
        <source>Tag the image, or all that are selected, as free of every defect</source>
        <translation>将图像或所有选中的图像标为没有任何缺陷</translation>
    </message>
    <message>
        <source>Tags from folder names …</source>
        <translation>按文件夹名标注 …</translation>
    </message>
    <message>
        <source>Take away instead of painting</source>
        <translation>去除而不是绘制</translation>
    </message>
    <message>
        <source>Take back all that was edited of the blob under the cursor</source>
        <translation>撤回对光标下区域的所有编辑</translation>
    </message>
    <message>
        <source>Take back all that was edited of the mask</source>
        <translation>撤回对掩膜的所有编辑</translation>
    </message>
    <message>
        <source>Take heat maps of another program into the project, to be reviewed like our own</source>
        <translation>把其他程序的热图导入项目，像自己的热图一样审核</translation>
    </message>
    <message>
        <source>Take labels of another program into the project</source>
        <translation>把其他程序的标签导入项目</translation>
    </message>
    <message>
        <source>Take more or less</source>
        <translation>取更多或更少</translation>
    </message>
    <message>
        <source>Take over the mask of the image before this one</source>
        <translation>采用上一张图像的掩膜</translation>
    </message>
    <message>
        <source>Take the decision back; the mask stays</source>
        <translation>撤回决定；掩膜保留</translation>
    </message>
    <message>
        <source>Take the last corner or scribble back</source>
        <translation>撤回上一个角点或涂画</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Train a model on this project</source>
        <translation>用此项目训练模型</translation>
    </message>
    <message>
        <source>Training …</source>
        <translation>训练 …</translation>
    </message>
    <message>
        <source>Two people accept</source>
        <translation>需两人接受</translation>
    </message>
    <message>
        <source>Uncertainty</source>
        <translation>不确定性</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Undo the last edit</source>
        <translation>撤销上一次编辑</translation>
    </message>
    <message>
        <source>Use another model file</source>
        <translation>使用另一个模型文件</translation>
    </message>
    <message>
        <source>Version and licence</source>
        <translation>版本和许可</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Watch training runs and start new ones</source>
        <translation>查看训练并开始新的训练</translation>
    </message>
    <message>
        <source>What is loaded …</source>
        <translation>已加载的内容 …</translation>
    </message>
    <message>
        <source>Wheel, Ctrl+wheel</source>
        <translation>滚轮，Ctrl+滚轮</translation>
    </message>
    <message>
        <source>Why is this hot?</source>
        <translation>这里为什么热？</translation>
    </message>
    <message>
        <source>Write reviewed masks for other programs</source>
        <translation>为其他程序写出已审核的掩膜</translation>
    </message>
    <message>
        <source>Zoom at the cursor</source>
        <translation>以光标为中心缩放</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom in (or turn the wheel)</source>
        <translation>放大（或转动滚轮）</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Zoom out (or turn the wheel)</source>
        <translation>缩小（或转动滚轮）</translation>
    </message>
</context>
<context>
    <name>ActivityButton</name>
    <message>
        <source>1 task</source>
        <translation>1 个任务</translation>
    </message>
    <message>
        <source>What is at work: progress, and stopping</source>
        <translation>正在进行的工作：进度和停止</translation>
    </message>
    <message>
        <source>{} tasks</source>
        <translation>{} 个任务</translation>
    </message>
</context>
<context>
    <name>ActivityDesk</name>
    <message>
        <source>From tags to masks: stage {} of {}</source>
        <translation>从标签到掩膜：阶段 {} / {}</translation>
    </message>
    <message>
        <source>Looking at all images</source>
        <translation>正在查看所有图像</translation>
    </message>
    <message>
        <source>Training {}</source>
        <translation>训练 {}</translation>
    </message>
</context>
<context>
    <name>ActivityList</name>
    <message>
        <source>At work</source>
        <translation>正在进行</translation>
    </message>
    <message>
        <source>What is at work</source>
        <translation>正在进行的工作</translation>
    </message>
</context>
<context>
    <name>BackupDialog</name>
    <message>
        <source>A copy of everything that belongs to the project: tags, decisions, masks with their history, settings, models and runs. It is read again and compared.</source>
        <translation>项目所有内容的副本：标签、决定、掩膜及其历史、设置、模型和训练。副本会重新读取并比对。</translation>
    </message>
    <message>
        <source>A zip file&apos;s name ends with .zip, a folder&apos;s does not.</source>
        <translation>zip 文件名以 .zip 结尾，文件夹名则不是。</translation>
    </message>
    <message>
        <source>As</source>
        <translation>形式</translation>
    </message>
    <message>
        <source>Back up</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Back up project</source>
        <translation>备份项目</translation>
    </message>
    <message>
        <source>Back up to</source>
        <translation>备份到</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>备份</translation>
    </message>
    <message>
        <source>Choose a place outside the project&apos;s own folder.</source>
        <translation>请选择项目文件夹之外的位置。</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>选择 …</translation>
    </message>
    <message>
        <source>Copy the images too</source>
        <translation>同时复制图像</translation>
    </message>
    <message>
        <source>Say where the backup goes.</source>
        <translation>请指明备份位置。</translation>
    </message>
    <message>
        <source>There is something of this name already.</source>
        <translation>已有同名的内容。</translation>
    </message>
    <message>
        <source>Without them the copy finds the images where they are now, on this computer</source>
        <translation>不复制时，副本在这台电脑上从现有位置读取图像</translation>
    </message>
    <message>
        <source>a folder</source>
        <translation>一个文件夹</translation>
    </message>
    <message>
        <source>one zip file</source>
        <translation>一个 zip 文件</translation>
    </message>
</context>
<context>
    <name>CertificateDialog</name>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Images that do not come back exactly</source>
        <translation>未能精确还原的图像</translation>
    </message>
    <message>
        <source>IoU</source>
        <translation>IoU</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>丢失内容</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>What the format could not keep</source>
        <translation>该格式无法保留的内容</translation>
    </message>
    <message>
        <source>{} of {} masks do not come back exactly when they are read again. Lost: {}. The masks in the project are as they were.</source>
        <translation>{} / {} 个掩膜重新读取后与原来不完全一致。丢失：{}。项目中的掩膜保持不变。</translation>
    </message>
</context>
<context>
    <name>ClassRows</name>
    <message>
        <source>Choose the colour</source>
        <translation>选择颜色</translation>
    </message>
    <message>
        <source>Colour of class {}</source>
        <translation>类别 {} 的颜色</translation>
    </message>
    <message>
        <source>Name of class {}</source>
        <translation>类别 {} 的名称</translation>
    </message>
    <message>
        <source>such as scratch, inclusion, stain</source>
        <translation>例如划痕、夹杂、污点</translation>
    </message>
</context>
<context>
    <name>ClassScoresTable</name>
    <message>
        <source>Boundary F1</source>
        <translation>边界 F1</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Dice</source>
        <translation>Dice</translation>
    </message>
    <message>
        <source>False</source>
        <translation>误报</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>找到</translation>
    </message>
    <message>
        <source>IoU</source>
        <translation>IoU</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精确率</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>召回率</translation>
    </message>
    <message>
        <source>Regions of which something is found</source>
        <translation>至少部分被找到的区域</translation>
    </message>
    <message>
        <source>Regions where nothing is</source>
        <translation>实际不存在的区域</translation>
    </message>
    <message>
        <source>Scores of each class</source>
        <translation>各类别得分</translation>
    </message>
    <message>
        <source>{} of {}</source>
        <translation>{} / {}</translation>
    </message>
</context>
<context>
    <name>ClassTable</name>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
</context>
<context>
    <name>ClassTableModel</name>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Click to change</source>
        <translation>单击更改</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>The model&apos;s score for {} in this image</source>
        <translation>模型对此图像中 {} 的得分</translation>
    </message>
    <message>
        <source>{}: not tagged; the score decides</source>
        <translation>{}：未标注；由得分决定</translation>
    </message>
    <message>
        <source>{}: tagged absent</source>
        <translation>{}：标为不存在</translation>
    </message>
    <message>
        <source>{}: tagged present</source>
        <translation>{}：标为存在</translation>
    </message>
</context>
<context>
    <name>ClassesDialog</name>
    <message>
        <source>Add a class</source>
        <translation>添加类别</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>The kinds of defects to tell apart. A class&apos;s number is its value in masks, so classes keep their places and none is taken away.</source>
        <translation>需要区分的缺陷种类。类别编号即其在掩膜中的值，因此类别位置不变，也不会被删除。</translation>
    </message>
    <message>
        <source>The models of this project know the old list: train again afterwards.</source>
        <translation>此项目的模型只认识旧列表：之后请重新训练。</translation>
    </message>
    <message>
        <source>Use these classes</source>
        <translation>使用这些类别</translation>
    </message>
</context>
<context>
    <name>ComfortDesk</name>
    <message>
        <source>Image {}</source>
        <translation>图像 {}</translation>
    </message>
    <message>
        <source>No image</source>
        <translation>没有图像</translation>
    </message>
    <message>
        <source>The program could not be started again: start it by hand. Everything is saved.</source>
        <translation>无法重新启动程序：请手动启动。所有内容均已保存。</translation>
    </message>
    <message>
        <source>no images are open</source>
        <translation>没有打开图像</translation>
    </message>
    <message>
        <source>no model is loaded</source>
        <translation>没有加载模型</translation>
    </message>
    <message>
        <source>no project is open</source>
        <translation>没有打开项目</translation>
    </message>
    <message>
        <source>nobody else has the project open</source>
        <translation>没有他人打开此项目</translation>
    </message>
    <message>
        <source>not possible with what is shown</source>
        <translation>当前显示的内容下不可用</translation>
    </message>
    <message>
        <source>nothing is at work</source>
        <translation>没有正在进行的工作</translation>
    </message>
    <message>
        <source>nothing to make again</source>
        <translation>没有可重做的内容</translation>
    </message>
    <message>
        <source>nothing to undo</source>
        <translation>没有可撤销的内容</translation>
    </message>
</context>
<context>
    <name>CommandProcess</name>
    <message>
        <source>The program cannot be started.</source>
        <translation>程序无法启动。</translation>
    </message>
    <message>
        <source>The work broke off: {}</source>
        <translation>工作中断：{}</translation>
    </message>
    <message>
        <source>it said nothing</source>
        <translation>没有任何说明</translation>
    </message>
</context>
<context>
    <name>ComparePage</name>
    <message>
        <source>Choose a run to compare with.</source>
        <translation>选择要比较的训练。</translation>
    </message>
    <message>
        <source>Class whose maps are shown</source>
        <translation>显示哪个类别的图</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>比较对象</translation>
    </message>
    <message>
        <source>Looking at the image …</source>
        <translation>正在查看图像 …</translation>
    </message>
    <message>
        <source>Run to compare with</source>
        <translation>要比较的训练</translation>
    </message>
    <message>
        <source>This run has no model yet.</source>
        <translation>此训练还没有模型。</translation>
    </message>
    <message>
        <source>What is compared</source>
        <translation>比较的内容</translation>
    </message>
    <message>
        <source>by</source>
        <translation>来自</translation>
    </message>
    <message>
        <source>choose a run …</source>
        <translation>选择训练 …</translation>
    </message>
    <message>
        <source>map of</source>
        <translation>热图类别</translation>
    </message>
    <message>
        <source>tagged classes</source>
        <translation>已标注的类别</translation>
    </message>
</context>
<context>
    <name>Comparing</name>
    <message>
        <source>A folder has no saliency maps; a project has.</source>
        <translation>文件夹没有显著图；项目才有。</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Heat-map model</source>
        <translation>热图模型</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Image with overlays</source>
        <translation>带叠加层的图像</translation>
    </message>
    <message>
        <source>Imported maps</source>
        <translation>导入的热图</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>掩膜</translation>
    </message>
    <message>
        <source>No saliency map of this image: make them under Train, Saliency.</source>
        <translation>此图像没有显著图：请在“训练 &gt; 显著性”中生成。</translation>
    </message>
    <message>
        <source>Proposal</source>
        <translation>建议</translation>
    </message>
    <message>
        <source>Saliency map</source>
        <translation>显著图</translation>
    </message>
    <message>
        <source>Segmenter</source>
        <translation>分割网络</translation>
    </message>
    <message>
        <source>There is no other model yet.</source>
        <translation>还没有其他模型。</translation>
    </message>
    <message>
        <source>{}: heat map</source>
        <translation>{}：热图</translation>
    </message>
    <message>
        <source>{}: proposal</source>
        <translation>{}：建议</translation>
    </message>
</context>
<context>
    <name>ComparingDesk</name>
    <message>
        <source>Shown on the left</source>
        <translation>左侧显示</translation>
    </message>
    <message>
        <source>Shown on the right</source>
        <translation>右侧显示</translation>
    </message>
</context>
<context>
    <name>ConflictsDialog</name>
    <message>
        <source>Here now</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Images whose labels differ</source>
        <translation>标签不一致的图像</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>IoU</source>
        <translation>IoU</translation>
    </message>
    <message>
        <source>Keep all</source>
        <translation>全部保留</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新</translation>
    </message>
    <message>
        <source>Somebody here has decided on {} of these images or drawn in them, and the new labels differ. Tick those whose new labels you want; what is here stays in their history.</source>
        <translation>其中 {} 张图像已有人判定或绘制过，且与新标签不同。请勾选要采用新标签的图像；原有内容保留在其历史记录中。</translation>
    </message>
    <message>
        <source>Take all</source>
        <translation>全部采用</translation>
    </message>
    <message>
        <source>Whose labels count?</source>
        <translation>以哪些标签为准？</translation>
    </message>
    <message>
        <source>cannot be shown</source>
        <translation>无法显示</translation>
    </message>
</context>
<context>
    <name>ConfusionTable</name>
    <message>
        <source>What is taken for what</source>
        <translation>混淆情况</translation>
    </message>
    <message>
        <source>is there</source>
        <translation>实际</translation>
    </message>
    <message>
        <source>{} predicted as {}: {} pixels</source>
        <translation>{} 预测为 {}：{} 像素</translation>
    </message>
</context>
<context>
    <name>Controller</name>
    <message>
        <source>Drop a project, a folder or an image here.</source>
        <translation>将项目、文件夹或图像拖放到此处。</translation>
    </message>
    <message>
        <source>Opening {} …</source>
        <translation>正在打开 {} …</translation>
    </message>
    <message>
        <source>Your work is kept and will be tried again.</source>
        <translation>你的工作已保留，稍后会再次尝试保存。</translation>
    </message>
    <message>
        <source>not saved yet</source>
        <translation>尚未保存</translation>
    </message>
    <message>
        <source>{} (open for reading)</source>
        <translation>{}（只读）</translation>
    </message>
</context>
<context>
    <name>CurvePlot</name>
    <message>
        <source>no values so far</source>
        <translation>暂无数值</translation>
    </message>
    <message>
        <source>step</source>
        <translation>步</translation>
    </message>
</context>
<context>
    <name>Curves</name>
    <message>
        <source>Dice</source>
        <translation>Dice</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>agreement of views</source>
        <translation>视图一致性</translation>
    </message>
    <message>
        <source>class tokens apart</source>
        <translation>类别 token 间距</translation>
    </message>
    <message>
        <source>criterion</source>
        <translation>准则</translation>
    </message>
    <message>
        <source>defect-free</source>
        <translation>无缺陷</translation>
    </message>
    <message>
        <source>images/s</source>
        <translation>图像/秒</translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>mAP</source>
        <translation>mAP</translation>
    </message>
    <message>
        <source>mIoU</source>
        <translation>mIoU</translation>
    </message>
    <message>
        <source>masks</source>
        <translation>掩膜</translation>
    </message>
    <message>
        <source>overlap with saliency</source>
        <translation>与显著图的重叠</translation>
    </message>
    <message>
        <source>pixel contrast</source>
        <translation>像素对比</translation>
    </message>
    <message>
        <source>pixels</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>proxy</source>
        <translation>代理指标</translation>
    </message>
    <message>
        <source>saliency</source>
        <translation>显著性</translation>
    </message>
    <message>
        <source>tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>tags, class tokens</source>
        <translation>标签，类别 token</translation>
    </message>
    <message>
        <source>tags, patches</source>
        <translation>标签，图像块</translation>
    </message>
    <message>
        <source>total</source>
        <translation>总计</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证</translation>
    </message>
</context>
<context>
    <name>CurvesPage</name>
    <message>
        <source>Curves appear with the first steps.</source>
        <translation>训练开始后会出现曲线。</translation>
    </message>
    <message>
        <source>Images a second</source>
        <translation>每秒图像数</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Validation losses</source>
        <translation>验证损失</translation>
    </message>
    <message>
        <source>Validation, 0 to 1</source>
        <translation>验证，0 到 1</translation>
    </message>
    <message>
        <source>smooth</source>
        <translation>平滑</translation>
    </message>
</context>
<context>
    <name>DataSetPreview</name>
    <message>
        <source>Add a class</source>
        <translation>添加类别</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Heat maps</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Masks, only to measure</source>
        <translation>掩膜（仅用于评估）</translation>
    </message>
    <message>
        <source>Saliency maps</source>
        <translation>显著图</translation>
    </message>
    <message>
        <source>Subset {}</source>
        <translation>子集 {}</translation>
    </message>
    <message>
        <source>Untagged</source>
        <translation>无标签</translation>
    </message>
    <message>
        <source>What is there</source>
        <translation>包含的内容</translation>
    </message>
    <message>
        <source>Without any defect</source>
        <translation>无任何缺陷</translation>
    </message>
    <message>
        <source>no defect</source>
        <translation>无缺陷</translation>
    </message>
    <message>
        <source>untagged</source>
        <translation>无标签</translation>
    </message>
    <message>
        <source>{} more subsets</source>
        <translation>另有 {} 个子集</translation>
    </message>
</context>
<context>
    <name>DiagnosticsDialog</name>
    <message>
        <source>Asking …</source>
        <translation>正在查询 …</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>诊断</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>For somebody who helps you</source>
        <translation>提供给协助者</translation>
    </message>
    <message>
        <source>Graphics card</source>
        <translation>显卡</translation>
    </message>
    <message>
        <source>Save …</source>
        <translation>保存 …</translation>
    </message>
    <message>
        <source>Saved as one zip file that you can look into before you give it away. It holds no images and no masks; file names and your user name may be in it.</source>
        <translation>保存为一个 zip 文件，交出前可以查看。其中没有图像和掩膜；可能包含文件名和用户名。</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>What is saved</source>
        <translation>保存的内容</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>说明</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>About STAC Studio</source>
        <translation>关于 STAC Studio</translation>
    </message>
    <message>
        <source>Choose a file of labels</source>
        <translation>选择标签文件</translation>
    </message>
    <message>
        <source>Choose a folder of labels or heat maps</source>
        <translation>选择标签或热图文件夹</translation>
    </message>
    <message>
        <source>Choose the folder of saliency maps</source>
        <translation>选择显著图文件夹</translation>
    </message>
    <message>
        <source>Edit here</source>
        <translation>在此编辑</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Go on reading</source>
        <translation>继续只读</translation>
    </message>
    <message>
        <source>If you go on now, it is lost. Go back to save it or to make room on the disk.</source>
        <translation>如果现在继续，这些内容将会丢失。请返回以保存或腾出磁盘空间。</translation>
    </message>
    <message>
        <source>Lose it</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>Open image folder</source>
        <translation>打开图像文件夹</translation>
    </message>
    <message>
        <source>Open project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Projects (project.yaml)</source>
        <translation>项目 (project.yaml)</translation>
    </message>
    <message>
        <source>STAC Studio {}

From image-level tags to reviewed pixel masks of industrial defects.

Licensed under the Apache License 2.0.</source>
        <translation>STAC Studio {}

从图像级标签到经过审核的工业缺陷像素掩膜。

采用 Apache 2.0 许可证。</translation>
    </message>
    <message>
        <source>Save for a helper</source>
        <translation>保存给协助者</translation>
    </message>
    <message>
        <source>Save report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>Some of your work is not saved yet.</source>
        <translation>部分工作尚未保存。</translation>
    </message>
    <message>
        <source>Take it over</source>
        <translation>接管</translation>
    </message>
    <message>
        <source>Take it over only if that computer is off or the program there is closed. If both save, the later one wins.</source>
        <translation>仅当那台电脑已关机或程序已关闭时才接管。如果两边都保存，以后保存的为准。</translation>
    </message>
    <message>
        <source>This did not work</source>
        <translation>操作未成功</translation>
    </message>
    <message>
        <source>Web pages (*.html)</source>
        <translation>网页 (*.html)</translation>
    </message>
    <message>
        <source>Zip files (*.zip)</source>
        <translation>Zip 文件 (*.zip)</translation>
    </message>
    <message>
        <source>{} has this project open.</source>
        <translation>{} 已打开此项目。</translation>
    </message>
</context>
<context>
    <name>Divider</name>
    <message>
        <source>Border of the split view: arrow keys move it</source>
        <translation>分割视图的边界：用方向键移动</translation>
    </message>
    <message>
        <source>Drag to split elsewhere</source>
        <translation>拖动以改变分割位置</translation>
    </message>
</context>
<context>
    <name>DocumentShelf</name>
    <message>
        <source>{} Until then nothing is changed: take an older mask from the history (Ctrl+H), or begin anew with Mask &gt; Back to the proposal.</source>
        <translation>{} 在此之前不作更改：请从历史中取较早的掩膜 (Ctrl+H)，或用“掩膜 &gt; 恢复为建议”重新开始。</translation>
    </message>
    <message>
        <source>{}: the saved mask has another size than the image. It is kept in the project&apos;s history; a new one is shown.</source>
        <translation>{}：已保存的掩膜与图像大小不同。它保留在项目历史中；现在显示新的掩膜。</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>Something went wrong ({}). The log has the details.</source>
        <translation>出现问题（{}）。详情见日志。</translation>
    </message>
    <message>
        <source>Something went wrong ({}). The log has the details: {}</source>
        <translation>出现问题（{}）。详情见日志：{}</translation>
    </message>
</context>
<context>
    <name>Estimator</name>
    <message>
        <source>The training program cannot be started.</source>
        <translation>训练程序无法启动。</translation>
    </message>
</context>
<context>
    <name>Evaluation</name>
    <message>
        <source>Evaluating</source>
        <translation>正在评估</translation>
    </message>
    <message>
        <source>The model is not loaded yet. Try again in a moment.</source>
        <translation>模型尚未加载，请稍后再试。</translation>
    </message>
    <message>
        <source>The report is {}.</source>
        <translation>报告为 {}。</translation>
    </message>
    <message>
        <source>Writing the report</source>
        <translation>正在写报告</translation>
    </message>
    <message>
        <source>accepted masks</source>
        <translation>已接受的掩膜</translation>
    </message>
    <message>
        <source>labels in a file …</source>
        <translation>文件中的标签…</translation>
    </message>
    <message>
        <source>labels in a folder …</source>
        <translation>文件夹中的标签…</translation>
    </message>
    <message>
        <source>mIoU below {} %</source>
        <translation>mIoU 低于 {} %</translation>
    </message>
    <message>
        <source>masks that measure</source>
        <translation>测量用掩膜</translation>
    </message>
    <message>
        <source>proposals that nobody has decided on</source>
        <translation>尚未决定的建议</translation>
    </message>
    <message>
        <source>the model&apos;s heat maps</source>
        <translation>模型的热图</translation>
    </message>
    <message>
        <source>the segmenter&apos;s maps</source>
        <translation>分割器的图</translation>
    </message>
    <message>
        <source>threshold {}</source>
        <translation>阈值 {}</translation>
    </message>
    <message>
        <source>{} images</source>
        <translation>{} 张图像</translation>
    </message>
    <message>
        <source>{} without a prediction left out</source>
        <translation>{} 张无预测，已略过</translation>
    </message>
</context>
<context>
    <name>EvaluationDesk</name>
    <message>
        <source>There is no such image here.</source>
        <translation>这里没有这样的图像。</translation>
    </message>
    <message>
        <source>This image is not in what is open.</source>
        <translation>该图像不在已打开的内容中。</translation>
    </message>
</context>
<context>
    <name>EvaluationWindow</name>
    <message>
        <source>A click on a class, a cell or the curve lists those images in the main window.</source>
        <translation>单击类别、单元格或曲线，可在主窗口列出这些图像。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Choose what to compare with masks that measure, then Evaluate.</source>
        <translation>选择要与测量用掩膜比较的内容，然后点“评估”。</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>评估</translation>
    </message>
    <message>
        <source>Evaluation – STAC Studio</source>
        <translation>评估 – STAC Studio</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Images that are worse than all together</source>
        <translation>低于整体水平的图像</translation>
    </message>
    <message>
        <source>Images, the worst first</source>
        <translation>图像，最差的在前</translation>
    </message>
    <message>
        <source>List weak images</source>
        <translation>列出较差的图像</translation>
    </message>
    <message>
        <source>Save report …</source>
        <translation>保存报告…</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Thresholds</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>What is taken for what, in percent</source>
        <translation>混淆情况（百分比）</translation>
    </message>
    <message>
        <source>with</source>
        <translation>与</translation>
    </message>
</context>
<context>
    <name>ExplainStrip</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Why is this hot?</source>
        <translation>这里为什么热？</translation>
    </message>
</context>
<context>
    <name>Explaining</name>
    <message>
        <source>Attention</source>
        <translation>注意力</translation>
    </message>
    <message>
        <source>Block {}</source>
        <translation>模块 {}</translation>
    </message>
    <message>
        <source>Disagreement</source>
        <translation>分歧</translation>
    </message>
    <message>
        <source>Patch scores</source>
        <translation>图像块得分</translation>
    </message>
    <message>
        <source>Saliency</source>
        <translation>显著性</translation>
    </message>
    <message>
        <source>Scale {}×</source>
        <translation>尺度 {}×</translation>
    </message>
    <message>
        <source>The heat map of this scale alone</source>
        <translation>仅此尺度的热图</translation>
    </message>
    <message>
        <source>There is no heat-map model to ask.</source>
        <translation>没有可询问的热图模型。</translation>
    </message>
    <message>
        <source>What each patch says for itself: the other half of the heat map</source>
        <translation>每个图像块自身的判断：热图的另一半</translation>
    </message>
    <message>
        <source>What stands out, whatever its class: training holds maps against it</source>
        <translation>不论类别的突出部分：训练以此对照热图</translation>
    </message>
    <message>
        <source>Where scales and mirrored views disagree: bright is unsure</source>
        <translation>各尺度与镜像视图不一致之处：亮表示不确定</translation>
    </message>
    <message>
        <source>Where the class looks in this block of the network</source>
        <translation>该类别在网络此模块中关注的位置</translation>
    </message>
    <message>
        <source>Where the class looks, over all blocks: half of the heat map</source>
        <translation>该类别在所有模块中关注的位置：热图的一半</translation>
    </message>
</context>
<context>
    <name>ExplainingDesk</name>
    <message>
        <source>What the heat-map model saw, each map on its own scale. Click one to see it large.</source>
        <translation>热图模型看到的内容，每张图各用自己的标尺。单击放大。</translation>
    </message>
    <message>
        <source>Why is this hot?</source>
        <translation>这里为什么热？</translation>
    </message>
    <message>
        <source>looking closer …</source>
        <translation>正在仔细查看 …</translation>
    </message>
</context>
<context>
    <name>ExportDesk</name>
    <message>
        <source>All were read again and are exact.</source>
        <translation>已全部重新读取，完全一致。</translation>
    </message>
    <message>
        <source>Exporting labels</source>
        <translation>正在导出标注</translation>
    </message>
    <message>
        <source>Exporting …</source>
        <translation>正在导出 …</translation>
    </message>
    <message>
        <source>The export was stopped; nothing was written to {}.</source>
        <translation>导出已停止；未向 {} 写入任何内容。</translation>
    </message>
    <message>
        <source>There is nothing to export yet: accept some masks first.</source>
        <translation>还没有可导出的内容：请先接受一些掩膜。</translation>
    </message>
    <message>
        <source>{} left out, the first is {}: {}</source>
        <translation>跳过 {} 张，第一张是 {}：{}</translation>
    </message>
    <message>
        <source>{} masks written to {}.</source>
        <translation>已将 {} 个掩膜写入 {}。</translation>
    </message>
    <message>
        <source>{} of them do not come back exactly.</source>
        <translation>其中 {} 个未能精确还原。</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>70 % train, 15 % val, 15 % test</source>
        <translation>70 % train，15 % val，15 % test</translation>
    </message>
    <message>
        <source>80 % train, 20 % val</source>
        <translation>80 % train，20 % val</translation>
    </message>
    <message>
        <source>A new or empty folder</source>
        <translation>新的或空的文件夹</translation>
    </message>
    <message>
        <source>Also copy the image files</source>
        <translation>同时复制图像文件</translation>
    </message>
    <message>
        <source>An image stays in its split when you export again with more images.</source>
        <translation>以后导出更多图像时，已有图像仍留在原来的划分中。</translation>
    </message>
    <message>
        <source>Choose a folder to export to.</source>
        <translation>请选择导出文件夹。</translation>
    </message>
    <message>
        <source>Choose which images to export.</source>
        <translation>请选择要导出的图像。</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>选择 …</translation>
    </message>
    <message>
        <source>Every pixel comes back as it was.</source>
        <translation>每个像素都能原样还原。</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Export labels</source>
        <translation>导出标注</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>导出到</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>It cannot keep: {}. After the export you see what was lost where.</source>
        <translation>它无法保留：{}。导出后会显示丢失了哪些内容。</translation>
    </message>
    <message>
        <source>No splits</source>
        <translation>不划分</translation>
    </message>
    <message>
        <source>Only images with these classes</source>
        <translation>仅含这些类别的图像</translation>
    </message>
    <message>
        <source>Only the {} images that the list shows now</source>
        <translation>仅列表当前显示的 {} 张图像</translation>
    </message>
    <message>
        <source>Outlines instead of pixels</source>
        <translation>用轮廓代替像素</translation>
    </message>
    <message>
        <source>Splits</source>
        <translation>划分</translation>
    </message>
    <message>
        <source>The data set&apos;s own: {}</source>
        <translation>数据集自带：{}</translation>
    </message>
    <message>
        <source>There are no such images yet.</source>
        <translation>还没有这样的图像。</translation>
    </message>
    <message>
        <source>This folder is not empty; choose a new one.</source>
        <translation>此文件夹不是空的；请选择新的文件夹。</translation>
    </message>
    <message>
        <source>With</source>
        <translation>包含</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>已接受</translation>
    </message>
    <message>
        <source>any class</source>
        <translation>任意类别</translation>
    </message>
    <message>
        <source>needs fix</source>
        <translation>待修正</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>undecided, as proposed</source>
        <translation>未决定（按建议）</translation>
    </message>
    <message>
        <source>{} accepted images still wait for another person.</source>
        <translation>还有 {} 张已接受的图像等待另一个人。</translation>
    </message>
    <message>
        <source>{} classes</source>
        <translation>{} 个类别</translation>
    </message>
    <message>
        <source>{} images are still undecided and will not be exported.</source>
        <translation>还有 {} 张图像未决定，不会被导出。</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Click to turn round</source>
        <translation>单击反转</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>决定</translation>
    </message>
    <message>
        <source>Filter images</source>
        <translation>筛选图像</translation>
    </message>
    <message>
        <source>Filter of the image list</source>
        <translation>图像列表筛选</translation>
    </message>
    <message>
        <source>From A to Z</source>
        <translation>从 A 到 Z</translation>
    </message>
    <message>
        <source>From Z to A</source>
        <translation>从 Z 到 A</translation>
    </message>
    <message>
        <source>Highest first</source>
        <translation>最高在前</translation>
    </message>
    <message>
        <source>Lowest first</source>
        <translation>最低在前</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>最新在前</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>最早在前</translation>
    </message>
    <message>
        <source>Part of a name, or:</source>
        <translation>名称的一部分，或：</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Sort images by</source>
        <translation>图像排序依据</translation>
    </message>
    <message>
        <source>Time of change</source>
        <translation>更改时间</translation>
    </message>
    <message>
        <source>Uncertainty</source>
        <translation>不确定性</translation>
    </message>
    <message>
        <source>With a minus: all others</source>
        <translation>加减号：其他全部</translation>
    </message>
    <message>
        <source>Worth your time</source>
        <translation>值得处理</translation>
    </message>
</context>
<context>
    <name>FolderTagsDialog</name>
    <message>
        <source>Each folder becomes a class; its images are tagged with it alone.</source>
        <translation>每个文件夹成为一个类别；其图像仅标注该类别。</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Images in a folder named like a class are tagged with it alone.</source>
        <translation>位于与类别同名文件夹中的图像仅标注该类别。</translation>
    </message>
    <message>
        <source>Keep the tags of images that have some ({} differ)</source>
        <translation>保留已有标签的图像（{} 张不同）</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Tag images</source>
        <translation>标注图像</translation>
    </message>
    <message>
        <source>Tags from folder names</source>
        <translation>按文件夹名标注</translation>
    </message>
    <message>
        <source>What would be tagged</source>
        <translation>将要标注的内容</translation>
    </message>
    <message>
        <source>left as they are</source>
        <translation>保持原样</translation>
    </message>
    <message>
        <source>without any defect</source>
        <translation>没有任何缺陷</translation>
    </message>
</context>
<context>
    <name>FolderWatch</name>
    <message>
        <source>Images in the folder: {}.</source>
        <translation>文件夹中的图像：{}。</translation>
    </message>
    <message>
        <source>The image folder cannot be read any more, or is empty. The list stays as it was; your work is safe.</source>
        <translation>图像文件夹无法再读取或已空。列表保持不变；你的工作是安全的。</translation>
    </message>
    <message>
        <source>{} gone (what was decided on is kept)</source>
        <translation>{} 张不见了（已决定的会保留）</translation>
    </message>
    <message>
        <source>{} new</source>
        <translation>{} 张新增</translation>
    </message>
</context>
<context>
    <name>Formats</name>
    <message>
        <source>A JSON file beside each image, as labelme opens it.</source>
        <translation>每张图像旁一个 JSON 文件，可用 labelme 打开。</translation>
    </message>
    <message>
        <source>A JSON file of outlines beside each image, as X-AnyLabeling opens it.</source>
        <translation>每张图像旁一个轮廓 JSON 文件，可用 X-AnyLabeling 打开。</translation>
    </message>
    <message>
        <source>A JSON file of outlines for each image, as ISAT opens it.</source>
        <translation>每张图像一个轮廓 JSON 文件，可用 ISAT 打开。</translation>
    </message>
    <message>
        <source>A TIFF of class numbers for each image.</source>
        <translation>每张图像一个类别编号的 TIFF。</translation>
    </message>
    <message>
        <source>A compressed numpy file with mask and class names for each image.</source>
        <translation>每张图像一个压缩 numpy 文件，含掩膜和类别名称。</translation>
    </message>
    <message>
        <source>A numpy array of class numbers for each image.</source>
        <translation>每张图像一个类别编号的 numpy 数组。</translation>
    </message>
    <message>
        <source>A text file of outlines for each image, ready to train YOLO models.</source>
        <translation>每张图像一个轮廓文本文件，可直接训练 YOLO 模型。</translation>
    </message>
    <message>
        <source>Black and white PNGs in a folder for each kind of defect, as MVTec AD.</source>
        <translation>黑白 PNG，每种缺陷一个文件夹，同 MVTec AD。</translation>
    </message>
    <message>
        <source>For reports: each image with outlines, a light fill and a legend.</source>
        <translation>用于报告：每幅图像带有轮廓、浅色填充和图例。</translation>
    </message>
    <message>
        <source>Grey PNGs and a file that says which value is which class.</source>
        <translation>灰度 PNG，另附说明各灰度值所属类别的文件。</translation>
    </message>
    <message>
        <source>One JSON file for each split, as Datumaro reads it.</source>
        <translation>每个划分一个 JSON 文件，供 Datumaro 读取。</translation>
    </message>
    <message>
        <source>One JSON file for each split, with the pixels of each object.</source>
        <translation>每个划分一个 JSON 文件，含每个对象的像素。</translation>
    </message>
    <message>
        <source>One XML file for all images, as CVAT takes it in.</source>
        <translation>所有图像一个 XML 文件，可导入 CVAT。</translation>
    </message>
    <message>
        <source>Palette PNGs whose values are class numbers, with lists and class names.</source>
        <translation>调色板 PNG，像素值为类别编号，附带列表和类别名称。</translation>
    </message>
    <message>
        <source>The heat maps: a 16-bit grey PNG for each class and image.</source>
        <translation>热图：每个类别和图像一个 16 位灰度 PNG。</translation>
    </message>
    <message>
        <source>The heat maps: a TIFF of numbers for each class and image.</source>
        <translation>热图：每个类别和图像一个数值 TIFF。</translation>
    </message>
    <message>
        <source>The heat maps: a numpy file for each image, with all classes.</source>
        <translation>热图：每幅图像一个包含所有类别的 numpy 文件。</translation>
    </message>
    <message>
        <source>The same pictures in smaller files.</source>
        <translation>相同的图片，文件更小。</translation>
    </message>
    <message>
        <source>exact edges</source>
        <translation>精确边缘</translation>
    </message>
    <message>
        <source>holes</source>
        <translation>孔洞</translation>
    </message>
    <message>
        <source>ignored pixels</source>
        <translation>忽略的像素</translation>
    </message>
    <message>
        <source>small islands</source>
        <translation>小孤岛</translation>
    </message>
    <message>
        <source>which class it is</source>
        <translation>所属类别</translation>
    </message>
</context>
<context>
    <name>GalleryDesk</name>
    <message>
        <source>Nothing changed: {}.</source>
        <translation>未作更改：{}。</translation>
    </message>
    <message>
        <source>Tagging</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>tagged by folder names</source>
        <translation>已按文件夹名标注</translation>
    </message>
    <message>
        <source>{}, {} images.</source>
        <translation>{}，{} 张图像。</translation>
    </message>
</context>
<context>
    <name>GalleryPanel</name>
    <message>
        <source>Grid of images</source>
        <translation>图像网格</translation>
    </message>
    <message>
        <source>Keys tag:</source>
        <translation>按键标注：</translation>
    </message>
    <message>
        <source>Look at the image at hand  (Enter)</source>
        <translation>查看当前图像  (Enter)</translation>
    </message>
    <message>
        <source>No defect</source>
        <translation>无缺陷</translation>
    </message>
    <message>
        <source>Nothing selected</source>
        <translation>未选择</translation>
    </message>
    <message>
        <source>Open image</source>
        <translation>打开图像</translation>
    </message>
    <message>
        <source>Size of the thumbnails</source>
        <translation>缩略图大小</translation>
    </message>
    <message>
        <source>Tag images by the names of the folders they lie in</source>
        <translation>按图像所在文件夹的名称标注</translation>
    </message>
    <message>
        <source>Tag the selected images as free of every defect  (Shift+0)</source>
        <translation>将选中的图像标为没有缺陷  (Shift+0)</translation>
    </message>
    <message>
        <source>Tags from folders …</source>
        <translation>按文件夹标注 …</translation>
    </message>
    <message>
        <source>{} selected</source>
        <translation>已选择 {}</translation>
    </message>
</context>
<context>
    <name>GreyNote</name>
    <message>
        <source>Black {}, white {}</source>
        <translation>黑 {}，白 {}</translation>
    </message>
</context>
<context>
    <name>GreyWindowPanel</name>
    <message>
        <source>All values that the camera can give</source>
        <translation>相机可给出的所有值</translation>
    </message>
    <message>
        <source>Auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>黑</translation>
    </message>
    <message>
        <source>Black: values up to here</source>
        <translation>黑：到此为止的值</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>亮度</translation>
    </message>
    <message>
        <source>Brightness of the image on the screen</source>
        <translation>屏幕上图像的亮度</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Each image by itself: but for the darkest and the lightest 0.1 %; 8-bit images as they are</source>
        <translation>每张图像单独处理：去除最暗和最亮的 0.1 %；8 位图像保持原样</translation>
    </message>
    <message>
        <source>Full range</source>
        <translation>全范围</translation>
    </message>
    <message>
        <source>How often each value occurs in the image</source>
        <translation>每个值在图像中出现的频率</translation>
    </message>
    <message>
        <source>No image</source>
        <translation>没有图像</translation>
    </message>
    <message>
        <source>On the screen only; the model sees the image as it is. Or drag on the image with Ctrl held: sideways contrast, up and down brightness.</source>
        <translation>仅影响屏幕显示；模型看到的仍是原图。也可按住 Ctrl 在图像上拖动：左右调对比度，上下调亮度。</translation>
    </message>
    <message>
        <source>White</source>
        <translation>白</translation>
    </message>
    <message>
        <source>White: values from here</source>
        <translation>白：从此开始的值</translation>
    </message>
</context>
<context>
    <name>HelpDesk</name>
    <message>
        <source>Gathering diagnostics</source>
        <translation>正在收集诊断信息</translation>
    </message>
    <message>
        <source>Making the demonstration project</source>
        <translation>正在建立演示项目</translation>
    </message>
    <message>
        <source>Saved for a helper: {}</source>
        <translation>已为协助者保存：{}</translation>
    </message>
    <message>
        <source>Saving diagnostics</source>
        <translation>正在保存诊断信息</translation>
    </message>
    <message>
        <source>The GPU can be used: {}.</source>
        <translation>可以使用 GPU：{}。</translation>
    </message>
    <message>
        <source>The demonstration is in {}.</source>
        <translation>演示位于 {}。</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>That mask has another size than the image is now.</source>
        <translation>那个掩膜的大小与现在的图像不同。</translation>
    </message>
    <message>
        <source>The mask is like that already.</source>
        <translation>掩膜已是这样。</translation>
    </message>
</context>
<context>
    <name>HistoryWindow</name>
    <message>
        <source>Choose one to see it on the image. Nothing is changed by looking.</source>
        <translation>选择一个即可在图像上查看。查看不会更改任何内容。</translation>
    </message>
    <message>
        <source>History of {}</source>
        <translation>{} 的历史</translation>
    </message>
    <message>
        <source>Make this the image&apos;s mask again; undo takes it back</source>
        <translation>重新设为图像的掩膜；可撤销</translation>
    </message>
    <message>
        <source>No mask of this image is saved yet.</source>
        <translation>此图像还没有保存过掩膜。</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Saved masks, newest first</source>
        <translation>已保存的掩膜，最新在前</translation>
    </message>
</context>
<context>
    <name>ImageListPanel</name>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>No images</source>
        <translation>没有图像</translation>
    </message>
    <message>
        <source>None of {} images</source>
        <translation>{} 张图像中没有符合的</translation>
    </message>
    <message>
        <source>{} of {} images</source>
        <translation>{} / {} 张图像</translation>
    </message>
</context>
<context>
    <name>ImageScoresModel</name>
    <message>
        <source>False</source>
        <translation>误报</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Missed</source>
        <translation>漏检</translation>
    </message>
    <message>
        <source>Regions that are not found</source>
        <translation>未找到的区域</translation>
    </message>
    <message>
        <source>Regions where nothing is</source>
        <translation>实际不存在的区域</translation>
    </message>
    <message>
        <source>Wrong pixels</source>
        <translation>错误像素</translation>
    </message>
    <message>
        <source>mIoU %</source>
        <translation>mIoU %</translation>
    </message>
</context>
<context>
    <name>ImportDesk</name>
    <message>
        <source>Heat maps of {} images were imported.</source>
        <translation>已导入 {} 张图像的热图。</translation>
    </message>
    <message>
        <source>Importing heat maps</source>
        <translation>正在导入热图</translation>
    </message>
    <message>
        <source>Importing labels</source>
        <translation>正在导入标签</translation>
    </message>
    <message>
        <source>Nothing was imported.</source>
        <translation>未导入任何内容。</translation>
    </message>
    <message>
        <source>Objects overlap in {} images; the upper one counts.</source>
        <translation>{} 张图像中的对象有重叠；以上层为准。</translation>
    </message>
    <message>
        <source>Reading labels</source>
        <translation>正在读取标签</translation>
    </message>
    <message>
        <source>The import of heat maps was stopped.</source>
        <translation>热图导入已停止。</translation>
    </message>
    <message>
        <source>The import was stopped; what was imported stays.</source>
        <translation>导入已停止；已导入的内容保留。</translation>
    </message>
    <message>
        <source>Those of {} images have another size and are resized.</source>
        <translation>{} 张图像的热图尺寸不同，已缩放。</translation>
    </message>
    <message>
        <source>{} images have no maps.</source>
        <translation>{} 张图像没有热图。</translation>
    </message>
    <message>
        <source>{} left out, the first is {}: {}</source>
        <translation>跳过 {} 张，第一张是 {}：{}</translation>
    </message>
    <message>
        <source>{} masks were imported, {} were the same already.</source>
        <translation>已导入 {} 个掩膜，{} 个原本相同。</translation>
    </message>
    <message>
        <source>{} objects without an area, such as points and lines, left out.</source>
        <translation>已略过 {} 个没有面积的对象，例如点和线。</translation>
    </message>
    <message>
        <source>{} proposals were made, {} masks of people left alone.</source>
        <translation>已生成 {} 个建议，{} 个人工掩膜保持不变。</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>A file or folder of labels</source>
        <translation>标签文件或文件夹</translation>
    </message>
    <message>
        <source>Ask me image by image</source>
        <translation>逐张询问</translation>
    </message>
    <message>
        <source>Choose the labels: a folder, or a file such as a COCO JSON.</source>
        <translation>请选择标签：文件夹，或 COCO JSON 等文件。</translation>
    </message>
    <message>
        <source>Import labels</source>
        <translation>导入标签</translation>
    </message>
    <message>
        <source>Keep what is here</source>
        <translation>保留现有内容</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Labels (*.json *.xml *.yaml *.txt)</source>
        <translation>标签 (*.json *.xml *.yaml *.txt)</translation>
    </message>
    <message>
        <source>Tag untagged images with the classes in their labels</source>
        <translation>用标签中的类别标注未标注的图像</translation>
    </message>
    <message>
        <source>Take the new labels; what is here stays in the history</source>
        <translation>采用新标签；原有内容保留在历史记录中</translation>
    </message>
    <message>
        <source>They become</source>
        <translation>导入后状态</translation>
    </message>
    <message>
        <source>Where somebody here
has been at work</source>
        <translation>已有人处理过的图像</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>已接受</translation>
    </message>
    <message>
        <source>needs fix</source>
        <translation>待修正</translation>
    </message>
    <message>
        <source>undecided: somebody looks at them first</source>
        <translation>未判定：先由人查看</translation>
    </message>
</context>
<context>
    <name>ImportMapsDialog</name>
    <message>
        <source>A folder of heat maps</source>
        <translation>热图文件夹</translation>
    </message>
    <message>
        <source>All classes are left out.</source>
        <translation>所有类别都被忽略了。</translation>
    </message>
    <message>
        <source>Choose the folder of the heat maps.</source>
        <translation>请选择热图文件夹。</translation>
    </message>
    <message>
        <source>Give the maps a name.</source>
        <translation>请为这些热图命名。</translation>
    </message>
    <message>
        <source>Heat maps</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Highest value</source>
        <translation>最大值</translation>
    </message>
    <message>
        <source>Import heat maps</source>
        <translation>导入热图</translation>
    </message>
    <message>
        <source>Lowest value</source>
        <translation>最小值</translation>
    </message>
    <message>
        <source>Make proposals at the threshold</source>
        <translation>按阈值生成建议</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>掩膜</translation>
    </message>
    <message>
        <source>Masks that somebody drew or decided on stay.</source>
        <translation>人工绘制或判定过的掩膜保持不变。</translation>
    </message>
    <message>
        <source>Name here</source>
        <translation>此处名称</translation>
    </message>
    <message>
        <source>The lower value comes first.</source>
        <translation>较小的值在前。</translation>
    </message>
    <message>
        <source>The values do not lie in 0 to 1: say what they mean.</source>
        <translation>数值不在 0 到 1 之间：请说明其含义。</translation>
    </message>
    <message>
        <source>Their values</source>
        <translation>取值</translation>
    </message>
    <message>
        <source>There are maps of this name already: choose another name.</source>
        <translation>已有同名的热图：请换一个名称。</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Values from {} to {}.</source>
        <translation>数值从 {} 到 {}。</translation>
    </message>
    <message>
        <source>go from</source>
        <translation>范围从</translation>
    </message>
    <message>
        <source>lie in 0 to 1; other values are an error</source>
        <translation>在 0 到 1 之间；其他值视为错误</translation>
    </message>
    <message>
        <source>mean little by themselves: stretch each map to its own range</source>
        <translation>本身无明确含义：每张图按自身范围拉伸</translation>
    </message>
    <message>
        <source>to</source>
        <translation>到</translation>
    </message>
</context>
<context>
    <name>ImportSourceDialog</name>
    <message>
        <source>Choose what to import.</source>
        <translation>请选择要导入的内容。</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>选择 …</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Could mean several images: {} …</source>
        <translation>可能对应多张图像：{} …</translation>
    </message>
    <message>
        <source>File to import</source>
        <translation>要导入的文件</translation>
    </message>
    <message>
        <source>File …</source>
        <translation>文件 …</translation>
    </message>
    <message>
        <source>Find it by looking at the files</source>
        <translation>根据文件自动识别</translation>
    </message>
    <message>
        <source>Folder to import</source>
        <translation>要导入的文件夹</translation>
    </message>
    <message>
        <source>Folder …</source>
        <translation>文件夹 …</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Listed without a mask and left as they are: {} …</source>
        <translation>已列出但没有掩膜，保持不变：{} …</translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>正在查找 …</translation>
    </message>
    <message>
        <source>None of them belongs to an image here.</source>
        <translation>其中没有属于此处图像的内容。</translation>
    </message>
    <message>
        <source>Say which class {} is here, or leave it out.</source>
        <translation>请指定 {} 对应的类别，或将其忽略。</translation>
    </message>
    <message>
        <source>What {} is here</source>
        <translation>{} 在此对应的类别</translation>
    </message>
    <message>
        <source>Without an image: {} …</source>
        <translation>没有对应图像：{} …</translation>
    </message>
    <message>
        <source>leave out</source>
        <translation>忽略</translation>
    </message>
    <message>
        <source>{}: {} files or entries, {} of them belong to images here.</source>
        <translation>{}：{} 个文件或条目，其中 {} 个属于此处的图像。</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>All classes at once</source>
        <translation>同时显示所有类别</translation>
    </message>
    <message>
        <source>Classes …</source>
        <translation>类别 …</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Colours of the heat map; safe for colour-blind eyes except Turbo</source>
        <translation>热图颜色；除 Turbo 外对色觉障碍者友好</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>填充</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>掩膜</translation>
    </message>
    <message>
        <source>No defect</source>
        <translation>无缺陷</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>不透明度</translation>
    </message>
    <message>
        <source>Opacity of the heat map</source>
        <translation>热图不透明度</translation>
    </message>
    <message>
        <source>Opacity of the mask&apos;s inside</source>
        <translation>掩膜内部不透明度</translation>
    </message>
    <message>
        <source>Refine</source>
        <translation>细化</translation>
    </message>
    <message>
        <source>Same scale for all images</source>
        <translation>所有图像使用相同标尺</translation>
    </message>
    <message>
        <source>Weigh heat by the class&apos;s score: what the model hardly believes stays dark. Masks do not change</source>
        <translation>按类别得分加权热度：模型几乎不相信的部分保持暗色。掩膜不变</translation>
    </message>
</context>
<context>
    <name>KeepingDesk</name>
    <message>
        <source>Backed up and compared: {} files, {}, in {}.</source>
        <translation>已备份并比对：{} 个文件，{}，位于 {}。</translation>
    </message>
    <message>
        <source>Backing up {}</source>
        <translation>正在备份 {}</translation>
    </message>
    <message>
        <source>The backup was stopped; nothing was kept.</source>
        <translation>备份已停止；未保留任何内容。</translation>
    </message>
    <message>
        <source>{} masks of the history are missing in the project itself.</source>
        <translation>项目本身缺少历史中的 {} 个掩膜。</translation>
    </message>
</context>
<context>
    <name>KeyRecorder</name>
    <message>
        <source>New key</source>
        <translation>新快捷键</translation>
    </message>
    <message>
        <source>press a key</source>
        <translation>请按键</translation>
    </message>
</context>
<context>
    <name>Keymap</name>
    <message>
        <source>Esc abandons a stroke</source>
        <translation>Esc 放弃一笔</translation>
    </message>
    <message>
        <source>H shows the bare image while it is held</source>
        <translation>按住 H 时仅显示图像</translation>
    </message>
    <message>
        <source>Space moves the image while it is held</source>
        <translation>按住空格键时移动图像</translation>
    </message>
    <message>
        <source>digits choose and tag classes</source>
        <translation>数字键选择和标注类别</translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>As it was</source>
        <translation>恢复原样</translation>
    </message>
    <message>
        <source>Click into the field and press the new key.</source>
        <translation>单击输入框并按下新的键。</translation>
    </message>
    <message>
        <source>It has this key already.</source>
        <translation>它已有此键。</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Mouse</source>
        <translation>鼠标</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>无快捷键</translation>
    </message>
    <message>
        <source>Restore all keys</source>
        <translation>恢复所有快捷键</translation>
    </message>
    <message>
        <source>Search for words or a key</source>
        <translation>搜索文字或快捷键</translation>
    </message>
    <message>
        <source>Search keys</source>
        <translation>搜索快捷键</translation>
    </message>
    <message>
        <source>The keys that it has in a new installation</source>
        <translation>新安装时的快捷键</translation>
    </message>
    <message>
        <source>This key belongs to “{}”, which loses it if you go on.</source>
        <translation>此键属于“{}”，继续则会从那里移除。</translation>
    </message>
    <message>
        <source>This key beside those that it has</source>
        <translation>在已有快捷键之外再加此键</translation>
    </message>
    <message>
        <source>This key instead of those that it has</source>
        <translation>用此键代替已有快捷键</translation>
    </message>
    <message>
        <source>This key is free.</source>
        <translation>此键可用。</translation>
    </message>
    <message>
        <source>This key is taken for good: {}.</source>
        <translation>此键已固定占用：{}。</translation>
    </message>
    <message>
        <source>This one cannot be changed.</source>
        <translation>此项无法更改。</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>What</source>
        <translation>功能</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>Scale of the heat map</source>
        <translation>热图标尺</translation>
    </message>
</context>
<context>
    <name>Library</name>
    <message>
        <source>Accept or fix masks in the window, then train again</source>
        <translation>请在窗口中接受或修正掩膜，然后重新训练</translation>
    </message>
    <message>
        <source>Accept some masks first, or choose more images</source>
        <translation>请先接受一些掩膜，或选择更多图像</translation>
    </message>
    <message>
        <source>Add a &quot;</source>
        <translation>请补上 &quot;</translation>
    </message>
    <message>
        <source>Add the line version: {}</source>
        <translation>请添加一行 version: {}</translation>
    </message>
    <message>
        <source>An image either trains or validates: remove it from one list</source>
        <translation>图像只能用于训练或验证之一：请从其中一个列表移除</translation>
    </message>
    <message>
        <source>Change its permissions</source>
        <translation>请更改其权限</translation>
    </message>
    <message>
        <source>Check its path</source>
        <translation>请检查路径</translation>
    </message>
    <message>
        <source>Check the folder&apos;s permissions</source>
        <translation>请检查文件夹权限</translation>
    </message>
    <message>
        <source>Choose a folder beside it</source>
        <translation>请选择它旁边的文件夹</translation>
    </message>
    <message>
        <source>Choose a folder outside</source>
        <translation>请选择其外部的文件夹</translation>
    </message>
    <message>
        <source>Choose a new folder</source>
        <translation>请选择新的文件夹</translation>
    </message>
    <message>
        <source>Choose another</source>
        <translation>请选择其他</translation>
    </message>
    <message>
        <source>Choose another file</source>
        <translation>请选择其他文件</translation>
    </message>
    <message>
        <source>Choose another folder</source>
        <translation>请选择其他文件夹</translation>
    </message>
    <message>
        <source>Choose another folder or ask for the right to write there</source>
        <translation>请选择其他文件夹，或请求写入权限</translation>
    </message>
    <message>
        <source>Choose another layout or folder</source>
        <translation>请选择其他布局或文件夹</translation>
    </message>
    <message>
        <source>Choose another name</source>
        <translation>请选择其他名称</translation>
    </message>
    <message>
        <source>Choose another or restore it</source>
        <translation>请选择其他文件夹，或恢复它</translation>
    </message>
    <message>
        <source>Choose one of the files instead of the folder</source>
        <translation>请选择其中一个文件，而不是文件夹</translation>
    </message>
    <message>
        <source>Class1 to Class10 with Train, Test and Label/Labels.txt</source>
        <translation>Class1 至 Class10，含 Train、Test 和 Label/Labels.txt</translation>
    </message>
    <message>
        <source>Classes are {}</source>
        <translation>类别为 {}</translation>
    </message>
    <message>
        <source>Copy it again from its source</source>
        <translation>请从来源重新复制</translation>
    </message>
    <message>
        <source>Copy it to a place where you may write, or change its permissions</source>
        <translation>请复制到可写的位置，或更改其权限</translation>
    </message>
    <message>
        <source>Correct the list</source>
        <translation>请更正列表</translation>
    </message>
    <message>
        <source>Cut it into tiles</source>
        <translation>请将其切成小块</translation>
    </message>
    <message>
        <source>Did you mean {}:? Fields are {}; write &quot;{}&quot; to search names</source>
        <translation>是否想输入 {}:？可用字段：{}；要搜索名称请输入 &quot;{}&quot;</translation>
    </message>
    <message>
        <source>Expected a palette or grey PNG whose values are class numbers</source>
        <translation>应为像素值即类别编号的调色板或灰度 PNG</translation>
    </message>
    <message>
        <source>Export them again from the image as it is now</source>
        <translation>请从当前图像重新导出</translation>
    </message>
    <message>
        <source>Fields are {}; write &quot;{}&quot; to search names for it</source>
        <translation>可用字段：{}；要在名称中搜索请输入 &quot;{}&quot;</translation>
    </message>
    <message>
        <source>Folder for each class</source>
        <translation>每个类别一个文件夹</translation>
    </message>
    <message>
        <source>Folder of images</source>
        <translation>图像文件夹</translation>
    </message>
    <message>
        <source>Free some space and try again</source>
        <translation>请腾出空间后重试</translation>
    </message>
    <message>
        <source>Give it another name, or start a new project</source>
        <translation>请换一个名称，或建立新项目</translation>
    </message>
    <message>
        <source>Images in no folder of a class, which stay untagged: {}.</source>
        <translation>不在任何类别文件夹中、保持无标签的图像：{}。</translation>
    </message>
    <message>
        <source>Images that the labels do not name, which stay untagged: {}.</source>
        <translation>标注中未列出、保持无标签的图像：{}。</translation>
    </message>
    <message>
        <source>Images that the labels name and that are not there: {}.</source>
        <translation>标注中列出但不存在的图像：{}。</translation>
    </message>
    <message>
        <source>Images without a mask: {}.</source>
        <translation>没有掩膜的图像：{}。</translation>
    </message>
    <message>
        <source>Images without tags: {}.</source>
        <translation>没有标签的图像：{}。</translation>
    </message>
    <message>
        <source>Import them again into this project</source>
        <translation>请重新导入到此项目</translation>
    </message>
    <message>
        <source>JPEGImages, SALmapsALL and cls_labels.npy, or images, masks and tags</source>
        <translation>JPEGImages、SALmapsALL 和 cls_labels.npy，或图像、掩膜和标签</translation>
    </message>
    <message>
        <source>JPEGImages, SegmentationClass and ImageSets</source>
        <translation>JPEGImages、SegmentationClass 和 ImageSets</translation>
    </message>
    <message>
        <source>Leave model.heads (--heads) empty</source>
        <translation>请将 model.heads (--heads) 留空</translation>
    </message>
    <message>
        <source>Lower batch_size and raise accumulate by the same factor, or lower input_size</source>
        <translation>请降低 batch_size 并按同一倍数提高 accumulate，或降低 input_size</translation>
    </message>
    <message>
        <source>Lower cam.max_tokens</source>
        <translation>请降低 cam.max_tokens</translation>
    </message>
    <message>
        <source>Lower lr, set clip_grad to 1, or precision to fp32</source>
        <translation>请降低 lr，将 clip_grad 设为 1，或将 precision 设为 fp32</translation>
    </message>
    <message>
        <source>MT_&lt;class&gt;/Imgs with a .png mask beside each .jpg</source>
        <translation>MT_&lt;类别&gt;/Imgs，每个 .jpg 旁有 .png 掩膜</translation>
    </message>
    <message>
        <source>Magnetic tiles (MTD)</source>
        <translation>磁瓦 (MTD)</translation>
    </message>
    <message>
        <source>Make one with: stac init DIR --images DIR</source>
        <translation>用以下命令建立：stac init DIR --images DIR</translation>
    </message>
    <message>
        <source>Masks can be copied between images of one size only</source>
        <translation>掩膜只能在相同大小的图像之间复制</translation>
    </message>
    <message>
        <source>Name it as model.weights in the project and train</source>
        <translation>请在项目中将其设为 model.weights 并训练</translation>
    </message>
    <message>
        <source>Name the format: {}</source>
        <translation>请指定格式：{}</translation>
    </message>
    <message>
        <source>No NVIDIA GPU or driver was found, so everything runs on the CPU.</source>
        <translation>未找到 NVIDIA GPU 或驱动，因此一切都在 CPU 上运行。</translation>
    </message>
    <message>
        <source>Not every image has a map in {}, so it is left alone.</source>
        <translation>并非每张图像在 {} 中都有对应的图，因此不使用该文件夹。</translation>
    </message>
    <message>
        <source>Nothing can be said about the GPU: {}.</source>
        <translation>无法判断 GPU 状况：{}。</translation>
    </message>
    <message>
        <source>Put the images beside the labels, as images/ beside labels/</source>
        <translation>请把图像放在标注旁边，即 images/ 与 labels/ 并列</translation>
    </message>
    <message>
        <source>Rename one of them: results are named after the image without its extension</source>
        <translation>请重命名其中之一：结果以不含扩展名的图像名命名</translation>
    </message>
    <message>
        <source>Restore it from a backup</source>
        <translation>请从备份恢复</translation>
    </message>
    <message>
        <source>Restore it or rescan the folder</source>
        <translation>请恢复它，或重新扫描文件夹</translation>
    </message>
    <message>
        <source>STAC authors (VOC-like)</source>
        <translation>STAC 作者格式（类 VOC）</translation>
    </message>
    <message>
        <source>Set cam.affinity to false (leave --affinity out)</source>
        <translation>请将 cam.affinity 设为 false（不用 --affinity）</translation>
    </message>
    <message>
        <source>Severstal steel</source>
        <translation>Severstal 钢材</translation>
    </message>
    <message>
        <source>Tag some images that show defects</source>
        <translation>请标注一些有缺陷的图像</translation>
    </message>
    <message>
        <source>The NVIDIA driver ({}) is too old for CUDA {}. Update it.</source>
        <translation>NVIDIA 驱动 ({}) 对 CUDA {} 来说太旧。请更新。</translation>
    </message>
    <message>
        <source>The files do not name the classes: please name them.</source>
        <translation>文件中没有类别名称：请为其命名。</translation>
    </message>
    <message>
        <source>The list {} names images that are not there: {}.</source>
        <translation>列表 {} 中列出的图像有些不存在：{}。</translation>
    </message>
    <message>
        <source>The memory of the {} is full. Close other programs that use it.</source>
        <translation>{} 的显存已满。请关闭使用它的其他程序。</translation>
    </message>
    <message>
        <source>The memory of the {} is full: {} of {} MB are free. Close other programs that use it.</source>
        <translation>{} 的显存已满：剩余 {} / {} MB。请关闭使用它的其他程序。</translation>
    </message>
    <message>
        <source>The tags are what the masks show.</source>
        <translation>标签取自掩膜中显示的内容。</translation>
    </message>
    <message>
        <source>The training images show no defect, so those of other subsets are trained on as well.</source>
        <translation>训练图像中没有缺陷，因此也会用其他子集的图像训练。</translation>
    </message>
    <message>
        <source>The variable CUDA_VISIBLE_DEVICES hides every GPU. Remove it to use one.</source>
        <translation>变量 CUDA_VISIBLE_DEVICES 隐藏了所有 GPU。移除后即可使用。</translation>
    </message>
    <message>
        <source>The {} does not answer{}. Restarting the computer may help.</source>
        <translation>{} 没有响应{}。重启电脑可能有帮助。</translation>
    </message>
    <message>
        <source>The {} is too old for this version of torch.</source>
        <translation>{} 对此版本的 torch 来说太旧。</translation>
    </message>
    <message>
        <source>Their names must be the images&apos; paths, or at least their file names</source>
        <translation>它们的名称必须是图像的路径，或至少是文件名</translation>
    </message>
    <message>
        <source>There are more maps in {}; choose them by importing.</source>
        <translation>{} 中还有其他图；可通过导入选择。</translation>
    </message>
    <message>
        <source>There is a {}, but this installation of torch is built for the CPU only. Install torch with CUDA to use it.</source>
        <translation>有 {}，但此处安装的 torch 仅支持 CPU。请安装支持 CUDA 的 torch。</translation>
    </message>
    <message>
        <source>There is no NVIDIA GPU here, so everything runs on the CPU.</source>
        <translation>此处没有 NVIDIA GPU，因此一切都在 CPU 上运行。</translation>
    </message>
    <message>
        <source>Train again with precision fp32, or with a lower rate</source>
        <translation>请用 precision fp32 或更低的学习率重新训练</translation>
    </message>
    <message>
        <source>Train again, or if only the names changed, give them with --classes</source>
        <translation>请重新训练；如果只改了名称，请用 --classes 指定</translation>
    </message>
    <message>
        <source>Try again, or use another disk</source>
        <translation>请重试，或使用其他磁盘</translation>
    </message>
    <message>
        <source>Update STAC Studio</source>
        <translation>请更新 STAC Studio</translation>
    </message>
    <message>
        <source>Wait a moment and try again</source>
        <translation>请稍候重试</translation>
    </message>
    <message>
        <source>Wait for it or end it</source>
        <translation>请等待或结束它</translation>
    </message>
    <message>
        <source>Wait for it or stop it</source>
        <translation>请等待或停止它</translation>
    </message>
    <message>
        <source>Without a network, copy the weights file here and name it as model.weights</source>
        <translation>没有网络时，请将权重文件复制到此处并设为 model.weights</translation>
    </message>
    <message>
        <source>Without a network, copy the weights file here and name it as segment.weights</source>
        <translation>没有网络时，请将权重文件复制到此处并设为 segment.weights</translation>
    </message>
    <message>
        <source>Write name:part-of-the-name</source>
        <translation>请输入 name:名称的一部分</translation>
    </message>
    <message>
        <source>Write {}: and {}</source>
        <translation>请输入 {}:，后面接 {}</translation>
    </message>
    <message>
        <source>Write {}:&gt;0.8, {}:&lt;0.2, {}:0.2..0.8 or {}:none</source>
        <translation>请输入 {}:&gt;0.8、{}:&lt;0.2、{}:0.2..0.8 或 {}:none</translation>
    </message>
    <message>
        <source>a class cannot be taken away: masks and tags are kept by its number</source>
        <translation>类别不能删除：掩膜和标签按其编号保存</translation>
    </message>
    <message>
        <source>another process trains this run</source>
        <translation>另一个进程正在进行此训练</translation>
    </message>
    <message>
        <source>another process works on this</source>
        <translation>另一个进程正在处理</translation>
    </message>
    <message>
        <source>another program is writing to it</source>
        <translation>另一个程序正在写入</translation>
    </message>
    <message>
        <source>cannot be read ({})</source>
        <translation>无法读取 ({})</translation>
    </message>
    <message>
        <source>could not be written ({})</source>
        <translation>无法写入 ({})</translation>
    </message>
    <message>
        <source>does not fit in memory</source>
        <translation>内存放不下</translation>
    </message>
    <message>
        <source>failed ({})</source>
        <translation>失败 ({})</translation>
    </message>
    <message>
        <source>folders named after the classes; good, ok or free means no defect</source>
        <translation>以类别命名的文件夹；good、ok 或 free 表示无缺陷</translation>
    </message>
    <message>
        <source>fp16 needs a GPU</source>
        <translation>fp16 需要 GPU</translation>
    </message>
    <message>
        <source>graphics cards and whether they can be used</source>
        <translation>显卡及其是否可用</translation>
    </message>
    <message>
        <source>has a box but no segmentation, so nobody knows its pixels</source>
        <translation>只有边框而没有分割轮廓，无法得知它的像素</translation>
    </message>
    <message>
        <source>has maps of {} classes ({}), not {}</source>
        <translation>有 {} 个类别的热图（{}），而不是 {} 个</translation>
    </message>
    <message>
        <source>has no version</source>
        <translation>没有版本</translation>
    </message>
    <message>
        <source>has {} classes ({}), not {}</source>
        <translation>有 {} 个类别 ({})，而不是 {}</translation>
    </message>
    <message>
        <source>has {} x {} pixels, more than the {} that can be opened</source>
        <translation>有 {} x {} 像素，超过可打开的 {}</translation>
    </message>
    <message>
        <source>holds shares of an image&apos;s size, and its image is not here</source>
        <translation>保存的是相对图像尺寸的比例，而图像不在这里</translation>
    </message>
    <message>
        <source>how many images, decisions and files the open project has</source>
        <translation>打开项目的图像、决定和文件数量</translation>
    </message>
    <message>
        <source>how the window is drawn</source>
        <translation>窗口的绘制方式</translation>
    </message>
    <message>
        <source>images, in sub-folders or not, that nothing else is known of</source>
        <translation>图像（可在子文件夹中），没有其他信息</translation>
    </message>
    <message>
        <source>images/{training,test} and annotations/{training,test}</source>
        <translation>images/{training,test} 和 annotations/{training,test}</translation>
    </message>
    <message>
        <source>is a backbone without class tokens: it can start a training but makes no maps</source>
        <translation>是没有类别 token 的骨干网络：可用于开始训练，但不能生成热图</translation>
    </message>
    <message>
        <source>is a box, not an outline, so nobody knows its pixels</source>
        <translation>是边框而不是轮廓，无法得知它的像素</translation>
    </message>
    <message>
        <source>is a colour image (mode {}), not a mask</source>
        <translation>是彩色图像（模式 {}），不是掩膜</translation>
    </message>
    <message>
        <source>is a folder, not an image</source>
        <translation>是文件夹，不是图像</translation>
    </message>
    <message>
        <source>is a segmenter, not a model of heat maps</source>
        <translation>是分割网络，不是热图模型</translation>
    </message>
    <message>
        <source>is another program&apos;s database</source>
        <translation>是其他程序的数据库</translation>
    </message>
    <message>
        <source>is damaged ({})</source>
        <translation>已损坏 ({})</translation>
    </message>
    <message>
        <source>is damaged or in a format that cannot be read</source>
        <translation>已损坏或格式无法读取</translation>
    </message>
    <message>
        <source>is damaged: {}</source>
        <translation>已损坏：{}</translation>
    </message>
    <message>
        <source>is no segmenter of STAC Studio</source>
        <translation>不是 STAC Studio 的分割网络</translation>
    </message>
    <message>
        <source>is not a project file</source>
        <translation>不是项目文件</translation>
    </message>
    <message>
        <source>is not a weights file, or is damaged ({})</source>
        <translation>不是权重文件，或已损坏 ({})</translation>
    </message>
    <message>
        <source>is not an image</source>
        <translation>不是图像</translation>
    </message>
    <message>
        <source>is not an image that can be read</source>
        <translation>不是可读取的图像</translation>
    </message>
    <message>
        <source>is not empty: old and new masks would be mixed</source>
        <translation>不是空的：新旧掩膜会混在一起</translation>
    </message>
    <message>
        <source>it cannot be written to</source>
        <translation>无法写入</translation>
    </message>
    <message>
        <source>its classes are {}, not {}</source>
        <translation>其类别为 {}，而不是 {}</translation>
    </message>
    <message>
        <source>its weights do not fit its description</source>
        <translation>其权重与描述不符</translation>
    </message>
    <message>
        <source>lies in the image folder {}: what is exported would be taken for images</source>
        <translation>位于图像文件夹 {} 中：导出的内容会被当作图像</translation>
    </message>
    <message>
        <source>marks pixels with 255 alone, which is ignore for some programs and a defect for others</source>
        <translation>仅用 255 标记像素，有的程序表示忽略，有的程序表示缺陷</translation>
    </message>
    <message>
        <source>no image has the status {} and fits the filter</source>
        <translation>没有状态为 {} 且符合筛选条件的图像</translation>
    </message>
    <message>
        <source>no image is tagged</source>
        <translation>没有图像被标注</translation>
    </message>
    <message>
        <source>no image is tagged with a defect class; there is nothing to learn</source>
        <translation>没有图像标注了缺陷类别；没有可学习的内容</translation>
    </message>
    <message>
        <source>no net is trained yet</source>
        <translation>还没有训练网络</translation>
    </message>
    <message>
        <source>none of the images can be read</source>
        <translation>没有一张图像可以读取</translation>
    </message>
    <message>
        <source>none of the tagged images can be read</source>
        <translation>已标注的图像都无法读取</translation>
    </message>
    <message>
        <source>none of the training images can be read</source>
        <translation>训练图像都无法读取</translation>
    </message>
    <message>
        <source>none of these maps belongs to an image of the project</source>
        <translation>这些热图均不对应项目中的图像</translation>
    </message>
    <message>
        <source>none of these maps can be used; the first: {}</source>
        <translation>这些热图均不可用；第一个：{}</translation>
    </message>
    <message>
        <source>processor, memory, free disk, and variables for Qt and CUDA</source>
        <translation>处理器、内存、可用磁盘，以及 Qt 和 CUDA 变量</translation>
    </message>
    <message>
        <source>refused as unsafe: it holds more than tensors and plain values</source>
        <translation>因不安全而拒绝：其中不只有张量和普通值</translation>
    </message>
    <message>
        <source>the checkpoint is damaged</source>
        <translation>检查点已损坏</translation>
    </message>
    <message>
        <source>the copy is not what was copied; nothing was kept</source>
        <translation>副本与原件不符；未保留任何内容</translation>
    </message>
    <message>
        <source>the disk is full, nothing was changed</source>
        <translation>磁盘已满，未做任何更改</translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation>文件为空</translation>
    </message>
    <message>
        <source>the file is gone</source>
        <translation>文件不存在</translation>
    </message>
    <message>
        <source>the file may not be read</source>
        <translation>无权读取文件</translation>
    </message>
    <message>
        <source>the image is damaged ({})</source>
        <translation>图像已损坏 ({})</translation>
    </message>
    <message>
        <source>the labels of {} are {} x {} pixels, the image {} x {} (height x width)</source>
        <translation>{} 的标注为 {} x {} 像素，图像为 {} x {}（高 x 宽）</translation>
    </message>
    <message>
        <source>the loss became {} in step {}</source>
        <translation>损失变为 {}（第 {} 步）</translation>
    </message>
    <message>
        <source>the maps hold values from {} to {}, not 0 to 1</source>
        <translation>热图的数值为 {} 到 {}，而不是 0 到 1</translation>
    </message>
    <message>
        <source>the maps hold values that are no numbers</source>
        <translation>热图含有非数值</translation>
    </message>
    <message>
        <source>the mask cannot be read ({})</source>
        <translation>无法读取掩膜 ({})</translation>
    </message>
    <message>
        <source>the mask is damaged ({})</source>
        <translation>掩膜已损坏 ({})</translation>
    </message>
    <message>
        <source>the memory does not suffice for a training step</source>
        <translation>内存不足以进行一步训练</translation>
    </message>
    <message>
        <source>the memory does not suffice for looking closer</source>
        <translation>内存不足以仔细查看</translation>
    </message>
    <message>
        <source>the memory does not suffice for this image</source>
        <translation>内存不足以处理此图像</translation>
    </message>
    <message>
        <source>the other mask has {} x {} pixels, this image {} x {}</source>
        <translation>另一个掩膜有 {} x {} 像素，此图像为 {} x {}</translation>
    </message>
    <message>
        <source>the pretrained weights cannot be had ({}: {})</source>
        <translation>无法获得预训练权重 ({}: {})</translation>
    </message>
    <message>
        <source>the project has no model yet</source>
        <translation>项目还没有模型</translation>
    </message>
    <message>
        <source>the project is open for reading only</source>
        <translation>项目以只读方式打开</translation>
    </message>
    <message>
        <source>the project would lie in its image folder {}: what it makes would be taken for images</source>
        <translation>项目会位于其图像文件夹 {} 中：它生成的内容会被当作图像</translation>
    </message>
    <message>
        <source>the run is gone</source>
        <translation>训练不存在</translation>
    </message>
    <message>
        <source>the settings of the open project: names of classes and folders, no images</source>
        <translation>打开项目的设置：类别和文件夹名称，不含图像</translation>
    </message>
    <message>
        <source>the weights file cannot be read ({})</source>
        <translation>无法读取权重文件 ({})</translation>
    </message>
    <message>
        <source>there are no images here</source>
        <translation>此处没有图像</translation>
    </message>
    <message>
        <source>there are no label files in labels</source>
        <translation>labels 中没有标注文件</translation>
    </message>
    <message>
        <source>there are no maps ({}) here</source>
        <translation>此处没有热图（{}）</translation>
    </message>
    <message>
        <source>there are no maps of this image in {}</source>
        <translation>{} 中没有此图像的热图</translation>
    </message>
    <message>
        <source>there are only {} GPUs</source>
        <translation>只有 {} 个 GPU</translation>
    </message>
    <message>
        <source>there is no JSON file with COCO&apos;s annotations</source>
        <translation>没有包含 COCO 标注的 JSON 文件</translation>
    </message>
    <message>
        <source>there is no JSON file with Datumaro&apos;s items</source>
        <translation>没有包含 Datumaro 条目的 JSON 文件</translation>
    </message>
    <message>
        <source>there is no image folder {}</source>
        <translation>没有图像文件夹 {}</translation>
    </message>
    <message>
        <source>there is no project here</source>
        <translation>此处没有项目</translation>
    </message>
    <message>
        <source>there is no such folder</source>
        <translation>没有此文件夹</translation>
    </message>
    <message>
        <source>there is something already</source>
        <translation>那里已有内容</translation>
    </message>
    <message>
        <source>these images differ in their extension only: {}</source>
        <translation>这些图像只有扩展名不同：{}</translation>
    </message>
    <message>
        <source>these maps are in no known format</source>
        <translation>这些热图不是已知格式</translation>
    </message>
    <message>
        <source>these weights do not fit the model:{}</source>
        <translation>这些权重与模型不符：{}</translation>
    </message>
    <message>
        <source>this data set has {} classes ({}), not {}</source>
        <translation>此数据集有 {} 个类别（{}），而不是 {} 个</translation>
    </message>
    <message>
        <source>this folder does not exist</source>
        <translation>此文件夹不存在</translation>
    </message>
    <message>
        <source>this folder is not laid out like {} ({})</source>
        <translation>此文件夹的布局不是 {}（{}）</translation>
    </message>
    <message>
        <source>this image folder does not exist</source>
        <translation>此图像文件夹不存在</translation>
    </message>
    <message>
        <source>this lies inside the project itself</source>
        <translation>这位于项目自身之内</translation>
    </message>
    <message>
        <source>this place cannot be written to</source>
        <translation>此位置无法写入</translation>
    </message>
    <message>
        <source>train and test with NUMBER_GT.png beside each NUMBER.png</source>
        <translation>train 和 test，每个 NUMBER.png 旁有 NUMBER_GT.png</translation>
    </message>
    <message>
        <source>train/good, test/&lt;defect&gt; and ground_truth/&lt;defect&gt;</source>
        <translation>train/good、test/&lt;缺陷&gt; 和 ground_truth/&lt;缺陷&gt;</translation>
    </message>
    <message>
        <source>train_images and train.csv with run lengths</source>
        <translation>train_images 和含游程编码的 train.csv</translation>
    </message>
    <message>
        <source>two files for one image: {} and {}</source>
        <translation>一张图像有两个文件：{} 和 {}</translation>
    </message>
    <message>
        <source>unknown class {}</source>
        <translation>未知类别 {}</translation>
    </message>
    <message>
        <source>versions of the program and of what it is built on</source>
        <translation>程序及其依赖的版本</translation>
    </message>
    <message>
        <source>was written by a newer program</source>
        <translation>由更新版本的程序写入</translation>
    </message>
    <message>
        <source>was written by a newer program (project version {}; this one reads up to {})</source>
        <translation>由更新版本的程序写入（项目版本 {}；此程序最高读取 {}）</translation>
    </message>
    <message>
        <source>was written by a newer program (store version {}; this one reads up to {})</source>
        <translation>由更新版本的程序写入（存储版本 {}；此程序最高读取 {}）</translation>
    </message>
    <message>
        <source>what a training run said</source>
        <translation>训练的输出</translation>
    </message>
    <message>
        <source>what the program wrote down</source>
        <translation>程序的日志</translation>
    </message>
    <message>
        <source>your settings of the program</source>
        <translation>程序设置</translation>
    </message>
    <message>
        <source>{} has no closing quote</source>
        <translation>{} 缺少右引号</translation>
    </message>
    <message>
        <source>{} is the name of class {} already</source>
        <translation>{} 已是类别 {} 的名称</translation>
    </message>
    <message>
        <source>{}: is no field</source>
        <translation>{}: 不是可用字段</translation>
    </message>
    <message>
        <source>{}: needs a value</source>
        <translation>{}: 需要一个值</translation>
    </message>
    <message>
        <source>{}:{} is no value</source>
        <translation>{}:{} 不是有效的值</translation>
    </message>
    <message>
        <source>{}:{}: there is no such {}</source>
        <translation>{}:{}：没有这样的 {}</translation>
    </message>
    <message>
        <source>{}:{}: {} goes from 0 to 1</source>
        <translation>{}:{}：{} 的范围是 0 到 1</translation>
    </message>
</context>
<context>
    <name>LimitChoices</name>
    <message>
        <source>Brightness</source>
        <translation>亮度</translation>
    </message>
    <message>
        <source>Brightness from</source>
        <translation>亮度从</translation>
    </message>
    <message>
        <source>Change only</source>
        <translation>仅更改</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Heat map from</source>
        <translation>热图从</translation>
    </message>
    <message>
        <source>No limits</source>
        <translation>无限制</translation>
    </message>
    <message>
        <source>Only pixels of the image with values in this range</source>
        <translation>仅图像中值在此范围内的像素</translation>
    </message>
    <message>
        <source>Only where the class at hand has values in this range</source>
        <translation>仅当前类别的值在此范围内的位置</translation>
    </message>
    <message>
        <source>Which pixels may change</source>
        <translation>哪些像素可以更改</translation>
    </message>
    <message>
        <source>anything</source>
        <translation>任何内容</translation>
    </message>
    <message>
        <source>background</source>
        <translation>背景</translation>
    </message>
    <message>
        <source>brightness {} to {}</source>
        <translation>亮度 {} 到 {}</translation>
    </message>
    <message>
        <source>heat map {} to {}</source>
        <translation>热图 {} 到 {}</translation>
    </message>
    <message>
        <source>to</source>
        <translation>到</translation>
    </message>
    <message>
        <source>{}, highest value</source>
        <translation>{}，最高值</translation>
    </message>
    <message>
        <source>{}, lowest value</source>
        <translation>{}，最低值</translation>
    </message>
</context>
<context>
    <name>LimitsButton</name>
    <message>
        <source>Change only one class, only background, or only some values</source>
        <translation>仅更改一个类别、仅背景或仅某些值</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>限制</translation>
    </message>
    <message>
        <source>Nothing else can be changed. Click for the limits</source>
        <translation>其他内容无法更改。单击查看限制</translation>
    </message>
    <message>
        <source>Only {}</source>
        <translation>仅 {}</translation>
    </message>
    <message>
        <source>Take all limits away</source>
        <translation>取消所有限制</translation>
    </message>
</context>
<context>
    <name>ListRows</name>
    <message>
        <source>tagged without {}, but scored {}</source>
        <translation>标为没有 {}，但得分 {}</translation>
    </message>
    <message>
        <source>tagged {}, but scored {}</source>
        <translation>标为 {}，但得分 {}</translation>
    </message>
</context>
<context>
    <name>LogPage</name>
    <message>
        <source>Messages of the run</source>
        <translation>训练消息</translation>
    </message>
    <message>
        <source>Open the run&apos;s folder</source>
        <translation>打开训练文件夹</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search the messages</source>
        <translation>搜索消息</translation>
    </message>
    <message>
        <source>Which messages are shown</source>
        <translation>显示哪些消息</translation>
    </message>
    <message>
        <source>errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>warnings and errors</source>
        <translation>警告和错误</translation>
    </message>
    <message>
        <source>{} of {}</source>
        <translation>{} / {}</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Image at hand</source>
        <translation>当前图像</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>审核</translation>
    </message>
</context>
<context>
    <name>MapSupply</name>
    <message>
        <source>All images have been looked at.</source>
        <translation>已查看所有图像。</translation>
    </message>
</context>
<context>
    <name>MaskAmounts</name>
    <message>
        <source> px</source>
        <translation> 像素</translation>
    </message>
    <message>
        <source>Amounts for masks</source>
        <translation>掩膜操作的数值</translation>
    </message>
    <message>
        <source>GrabCut moves outlines by up to</source>
        <translation>GrabCut 移动轮廓最多</translation>
    </message>
    <message>
        <source>Grow and shrink by</source>
        <translation>扩张和收缩</translation>
    </message>
    <message>
        <source>Growing takes pixels of other classes too</source>
        <translation>扩张也占用其他类别的像素</translation>
    </message>
    <message>
        <source>Islands have fewer than</source>
        <translation>孤岛少于</translation>
    </message>
    <message>
        <source>Operations work on the blob under the cursor, or on the chosen class where there is none.</source>
        <translation>操作作用于光标下的区域；没有区域时作用于所选类别。</translation>
    </message>
    <message>
        <source>Smooth outlines by</source>
        <translation>平滑轮廓</translation>
    </message>
</context>
<context>
    <name>MaskDesk</name>
    <message>
        <source>Fit to the image within {} px (GrabCut)</source>
        <translation>在 {} 像素内贴合图像 (GrabCut)</translation>
    </message>
    <message>
        <source>Grow by {} px</source>
        <translation>扩张 {} 像素</translation>
    </message>
    <message>
        <source>Point at a blob first.</source>
        <translation>请先指向一个区域。</translation>
    </message>
    <message>
        <source>Remove islands under {} px</source>
        <translation>移除小于 {} 像素的孤岛</translation>
    </message>
    <message>
        <source>Shrink by {} px</source>
        <translation>收缩 {} 像素</translation>
    </message>
    <message>
        <source>Smooth outline by {} px</source>
        <translation>平滑轮廓 {} 像素</translation>
    </message>
</context>
<context>
    <name>MaskJobs</name>
    <message>
        <source>Finish the stroke first.</source>
        <translation>请先完成这一笔。</translation>
    </message>
    <message>
        <source>The limits that are set allow no change here.</source>
        <translation>设定的限制不允许在此更改。</translation>
    </message>
    <message>
        <source>The mask changed before “{}” was done: it was dropped.</source>
        <translation>“{}”完成之前掩膜已更改：结果已丢弃。</translation>
    </message>
    <message>
        <source>There is no mask to edit yet.</source>
        <translation>还没有可编辑的掩膜。</translation>
    </message>
    <message>
        <source>“{}” is at work … Esc stops it.</source>
        <translation>“{}”正在进行 … Esc 停止。</translation>
    </message>
    <message>
        <source>“{}” was stopped: the mask is as it was.</source>
        <translation>“{}”已停止：掩膜保持原样。</translation>
    </message>
</context>
<context>
    <name>MaskOperations</name>
    <message>
        <source>A blob was too thin and is gone. Undo brings it back.</source>
        <translation>一个区域太细已消失。撤销可恢复。</translation>
    </message>
    <message>
        <source>GrabCut</source>
        <translation>GrabCut</translation>
    </message>
    <message>
        <source>GrabCut finds the outline that is there already.</source>
        <translation>GrabCut 找到的轮廓与现有的相同。</translation>
    </message>
    <message>
        <source>No blob is under the cursor: all of “{}” was changed.</source>
        <translation>光标下没有区域：已更改“{}”的全部。</translation>
    </message>
    <message>
        <source>No blob of the class has fewer than {} pixels.</source>
        <translation>该类别没有少于 {} 像素的区域。</translation>
    </message>
    <message>
        <source>The blob has the chosen class already.</source>
        <translation>该区域已是所选类别。</translation>
    </message>
    <message>
        <source>The mask is the same already.</source>
        <translation>掩膜已相同。</translation>
    </message>
    <message>
        <source>The mask is what the model proposes already.</source>
        <translation>掩膜已与模型的建议相同。</translation>
    </message>
    <message>
        <source>The whole image is one blob: no outline can move.</source>
        <translation>整张图像是一个区域：没有可移动的轮廓。</translation>
    </message>
    <message>
        <source>There is no blob under the cursor and none of the class.</source>
        <translation>光标下没有区域，该类别也没有。</translation>
    </message>
    <message>
        <source>There is no blob under the cursor that differs from the proposal.</source>
        <translation>光标下没有与建议不同的区域。</translation>
    </message>
    <message>
        <source>There is no blob under the cursor.</source>
        <translation>光标下没有区域。</translation>
    </message>
    <message>
        <source>There is no heat map and so no proposal yet.</source>
        <translation>没有热图，因此还没有建议。</translation>
    </message>
    <message>
        <source>There is no hole to fill.</source>
        <translation>没有可填充的孔洞。</translation>
    </message>
    <message>
        <source>There is no image before this one.</source>
        <translation>此图像之前没有图像。</translation>
    </message>
    <message>
        <source>There is no mask to edit yet.</source>
        <translation>还没有可编辑的掩膜。</translation>
    </message>
    <message>
        <source>There is no room to grow: other classes are all around.</source>
        <translation>没有扩张空间：四周都是其他类别。</translation>
    </message>
    <message>
        <source>There is no smaller blob beside the largest one.</source>
        <translation>除最大区域外没有更小的区域。</translation>
    </message>
    <message>
        <source>There is nothing to smooth: the outline is round or the blob too thin.</source>
        <translation>没有可平滑的：轮廓已圆滑或区域太细。</translation>
    </message>
    <message>
        <source>back to the proposal</source>
        <translation>恢复为建议</translation>
    </message>
    <message>
        <source>blob back to the proposal</source>
        <translation>区域恢复为建议</translation>
    </message>
    <message>
        <source>copy mask</source>
        <translation>复制掩膜</translation>
    </message>
    <message>
        <source>delete blob</source>
        <translation>删除区域</translation>
    </message>
    <message>
        <source>erase class</source>
        <translation>清除类别</translation>
    </message>
    <message>
        <source>fill holes</source>
        <translation>填充孔洞</translation>
    </message>
    <message>
        <source>grow</source>
        <translation>扩张</translation>
    </message>
    <message>
        <source>keep largest</source>
        <translation>保留最大的</translation>
    </message>
    <message>
        <source>other class</source>
        <translation>更改类别</translation>
    </message>
    <message>
        <source>remove islands</source>
        <translation>移除孤岛</translation>
    </message>
    <message>
        <source>shrink</source>
        <translation>收缩</translation>
    </message>
    <message>
        <source>smooth</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>{} blobs were too thin and are gone. Undo brings them back.</source>
        <translation>{} 个区域太细已消失。撤销可恢复。</translation>
    </message>
    <message>
        <source>{} has no mask of its own yet: accept or edit it first.</source>
        <translation>{} 还没有自己的掩膜：请先接受或编辑。</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>模型(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Review</source>
        <translation>审核(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation>训练(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>Mas&amp;k</source>
        <translation>掩膜(&amp;K)</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
    <message>
        <source>What can be done about it</source>
        <translation>可以采取的措施</translation>
    </message>
</context>
<context>
    <name>MiniMap</name>
    <message>
        <source>Small map of the whole image</source>
        <translation>整张图像的小地图</translation>
    </message>
</context>
<context>
    <name>ModelDialog</name>
    <message>
        <source>16 bits (bf16)</source>
        <translation>16 位 (bf16)</translation>
    </message>
    <message>
        <source>32 bits (fp32), exact</source>
        <translation>32 位 (fp32)，精确</translation>
    </message>
    <message>
        <source>A model of STAC Studio, or the STAC authors&apos; .pth</source>
        <translation>STAC Studio 的模型，或 STAC 作者的 .pth</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Choose a weights file.</source>
        <translation>请选择权重文件。</translation>
    </message>
    <message>
        <source>Choose weights</source>
        <translation>选择权重</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>选择 …</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Fastest that the device computes well</source>
        <translation>设备可良好计算的最快方式</translation>
    </message>
    <message>
        <source>GPU (CUDA)</source>
        <translation>GPU (CUDA)</translation>
    </message>
    <message>
        <source>GPU if there is one, else CPU</source>
        <translation>有 GPU 时用 GPU，否则用 CPU</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>加载</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>There is no such file.</source>
        <translation>没有此文件。</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
</context>
<context>
    <name>NewProjectDesk</name>
    <message>
        <source>Copying {}</source>
        <translation>正在复制 {}</translation>
    </message>
    <message>
        <source>Making the project {}</source>
        <translation>正在创建项目 {}</translation>
    </message>
    <message>
        <source>Stopped; no project was made.</source>
        <translation>已停止；未创建项目。</translation>
    </message>
    <message>
        <source>This folder looks like a data set ({}). File &gt; New project takes over its tags, subsets and masks.</source>
        <translation>此文件夹像是一个数据集（{}）。“文件 &gt; 新建项目”会采用其标签、子集和掩膜。</translation>
    </message>
</context>
<context>
    <name>NewProjectDialog</name>
    <message>
        <source>Choose a folder for the project.</source>
        <translation>请为项目选择文件夹。</translation>
    </message>
    <message>
        <source>Choose a folder of images, or the folder of a data set: its classes, tags, subsets and masks are found and shown here.</source>
        <translation>选择图像文件夹或数据集文件夹：其类别、标签、子集和掩膜会被识别并显示在此处。</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>选择 …</translation>
    </message>
    <message>
        <source>Each class needs a name of its own.</source>
        <translation>每个类别都需要自己的名称。</translation>
    </message>
    <message>
        <source>Make a project of this folder</source>
        <translation>用此文件夹建立项目</translation>
    </message>
    <message>
        <source>Make project</source>
        <translation>建立项目</translation>
    </message>
    <message>
        <source>Copy the images into the project folder</source>
        <translation>将图像复制到项目文件夹</translation>
    </message>
    <message>
        <source>Create project</source>
        <translation>创建项目</translation>
    </message>
    <message>
        <source>Each class needs a name.</source>
        <translation>每个类别都需要名称。</translation>
    </message>
    <message>
        <source>Folder of images, or of a whole data set</source>
        <translation>图像文件夹或整个数据集的文件夹</translation>
    </message>
    <message>
        <source>Found by itself</source>
        <translation>自动识别</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Import the heat maps</source>
        <translation>导入热图</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>布局</translation>
    </message>
    <message>
        <source>Looking at masks: {} of {}</source>
        <translation>正在查看掩膜：{} / {}</translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>正在查找 …</translation>
    </message>
    <message>
        <source>New project</source>
        <translation>新建项目</translation>
    </message>
    <message>
        <source>Project folder</source>
        <translation>项目文件夹</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stopped. Choose the folder or a layout to look again.</source>
        <translation>已停止。要重新查看，请选择文件夹或布局。</translation>
    </message>
    <message>
        <source>The background is always there: name only defects.</source>
        <translation>背景始终存在：只需命名缺陷。</translation>
    </message>
    <message>
        <source>There is a project in this folder already.</source>
        <translation>此文件夹中已有项目。</translation>
    </message>
    <message>
        <source>Your decisions and masks are kept in a project beside the images. The image folder itself is never changed.</source>
        <translation>你的决定和掩膜保存在图像旁边的项目中。图像文件夹本身绝不会被更改。</translation>
    </message>
    <message>
        <source>… and {} more</source>
        <translation>… 以及另外 {} 条</translation>
    </message>
</context>
<context>
    <name>OperatorCard</name>
    <message>
        <source>Take this one  (Enter)</source>
        <translation>采用这个（Enter）</translation>
    </message>
    <message>
        <source>✓ chosen by the tags</source>
        <translation>✓ 由标签选出</translation>
    </message>
    <message>
        <source>✓ picked by a person</source>
        <translation>✓ 由人选定</translation>
    </message>
</context>
<context>
    <name>Operators</name>
    <message>
        <source>another brightness than usual</source>
        <translation>亮度与通常不同</translation>
    </message>
    <message>
        <source>another brightness than usual, where the synthetic-defect net sees something</source>
        <translation>亮度与通常不同，且人造缺陷网络有响应</translation>
    </message>
    <message>
        <source>anything bright and narrower than 19 pixels</source>
        <translation>窄于 19 像素的亮处</translation>
    </message>
    <message>
        <source>anything bright and narrower than 19 pixels, where the synthetic-defect net sees something</source>
        <translation>窄于 19 像素的亮处，且人造缺陷网络有响应</translation>
    </message>
    <message>
        <source>anything bright and narrower than 9 pixels</source>
        <translation>窄于 9 像素的亮处</translation>
    </message>
    <message>
        <source>anything dark and narrower than 19 pixels</source>
        <translation>窄于 19 像素的暗处</translation>
    </message>
    <message>
        <source>anything dark and narrower than 19 pixels, where the synthetic-defect net sees something</source>
        <translation>窄于 19 像素的暗处，且人造缺陷网络有响应</translation>
    </message>
    <message>
        <source>anything dark and narrower than 9 pixels</source>
        <translation>窄于 9 像素的暗处</translation>
    </message>
    <message>
        <source>breaks the image&apos;s repetition</source>
        <translation>打破图像的重复纹理</translation>
    </message>
    <message>
        <source>bright defects, by the synthetic-defect net</source>
        <translation>亮缺陷（人造缺陷网络）</translation>
    </message>
    <message>
        <source>bright lines 2 to 4 pixels wide</source>
        <translation>宽 2 到 4 像素的亮线</translation>
    </message>
    <message>
        <source>bright lines 2 to 4 pixels wide, where the synthetic-defect net sees something</source>
        <translation>宽 2 到 4 像素的亮线，且人造缺陷网络有响应</translation>
    </message>
    <message>
        <source>bright lines 6 to 10 pixels wide</source>
        <translation>宽 6 到 10 像素的亮线</translation>
    </message>
    <message>
        <source>bright regions up to about 20 pixels wide</source>
        <translation>宽约 20 像素以内的亮区</translation>
    </message>
    <message>
        <source>bright regions up to about 40 pixels wide</source>
        <translation>宽约 40 像素以内的亮区</translation>
    </message>
    <message>
        <source>bright regions up to about 40 pixels wide, where the synthetic-defect net sees something</source>
        <translation>宽约 40 像素以内的亮区，且人造缺陷网络有响应</translation>
    </message>
    <message>
        <source>bright regions up to about 80 pixels wide</source>
        <translation>宽约 80 像素以内的亮区</translation>
    </message>
    <message>
        <source>bright streaks along rows or columns</source>
        <translation>沿行或列的亮条纹</translation>
    </message>
    <message>
        <source>bright streaky regions</source>
        <translation>亮的条纹区域</translation>
    </message>
    <message>
        <source>brighter than the image&apos;s even background</source>
        <translation>比图像均匀背景更亮</translation>
    </message>
    <message>
        <source>brighter than the image&apos;s even background, where the synthetic-defect net sees something</source>
        <translation>比图像均匀背景更亮，且人造缺陷网络有响应</translation>
    </message>
    <message>
        <source>brighter than the rest of its column</source>
        <translation>比所在列的其余部分更亮</translation>
    </message>
    <message>
        <source>brighter than the rest of its row</source>
        <translation>比所在行的其余部分更亮</translation>
    </message>
    <message>
        <source>compact bright spots of about 16 pixels</source>
        <translation>约 16 像素的紧凑亮点</translation>
    </message>
    <message>
        <source>compact bright spots of about 4 pixels</source>
        <translation>约 4 像素的紧凑亮点</translation>
    </message>
    <message>
        <source>compact bright spots of about 8 pixels</source>
        <translation>约 8 像素的紧凑亮点</translation>
    </message>
    <message>
        <source>compact bright spots of about 8 pixels, where the synthetic-defect net sees something</source>
        <translation>约 8 像素的紧凑亮点，且人造缺陷网络有响应</translation>
    </message>
    <message>
        <source>compact dark spots of about 16 pixels</source>
        <translation>约 16 像素的紧凑暗点</translation>
    </message>
    <message>
        <source>compact dark spots of about 4 pixels</source>
        <translation>约 4 像素的紧凑暗点</translation>
    </message>
    <message>
        <source>compact dark spots of about 8 pixels</source>
        <translation>约 8 像素的紧凑暗点</translation>
    </message>
    <message>
        <source>compact dark spots of about 8 pixels, where the synthetic-defect net sees something</source>
        <translation>约 8 像素的紧凑暗点，且人造缺陷网络有响应</translation>
    </message>
    <message>
        <source>dark defects, by the synthetic-defect net</source>
        <translation>暗缺陷（人造缺陷网络）</translation>
    </message>
    <message>
        <source>dark lines 2 to 4 pixels wide</source>
        <translation>宽 2 到 4 像素的暗线</translation>
    </message>
    <message>
        <source>dark lines 2 to 4 pixels wide, where the synthetic-defect net sees something</source>
        <translation>宽 2 到 4 像素的暗线，且人造缺陷网络有响应</translation>
    </message>
    <message>
        <source>dark lines 6 to 10 pixels wide</source>
        <translation>宽 6 到 10 像素的暗线</translation>
    </message>
    <message>
        <source>dark regions up to about 20 pixels wide</source>
        <translation>宽约 20 像素以内的暗区</translation>
    </message>
    <message>
        <source>dark regions up to about 40 pixels wide</source>
        <translation>宽约 40 像素以内的暗区</translation>
    </message>
    <message>
        <source>dark regions up to about 40 pixels wide, where the synthetic-defect net sees something</source>
        <translation>宽约 40 像素以内的暗区，且人造缺陷网络有响应</translation>
    </message>
    <message>
        <source>dark regions up to about 80 pixels wide</source>
        <translation>宽约 80 像素以内的暗区</translation>
    </message>
    <message>
        <source>dark streaks along rows or columns</source>
        <translation>沿行或列的暗条纹</translation>
    </message>
    <message>
        <source>dark streaky regions</source>
        <translation>暗的条纹区域</translation>
    </message>
    <message>
        <source>darker than the image&apos;s even background</source>
        <translation>比图像均匀背景更暗</translation>
    </message>
    <message>
        <source>darker than the image&apos;s even background, where the synthetic-defect net sees something</source>
        <translation>比图像均匀背景更暗，且人造缺陷网络有响应</translation>
    </message>
    <message>
        <source>darker than the rest of its column</source>
        <translation>比所在列的其余部分更暗</translation>
    </message>
    <message>
        <source>darker than the rest of its row</source>
        <translation>比所在行的其余部分更暗</translation>
    </message>
    <message>
        <source>defects of either sign, by the synthetic-defect net</source>
        <translation>明暗缺陷（人造缺陷网络）</translation>
    </message>
    <message>
        <source>rougher texture than usual</source>
        <translation>纹理比通常粗糙</translation>
    </message>
    <message>
        <source>smoother texture than usual</source>
        <translation>纹理比通常平滑</translation>
    </message>
    <message>
        <source>straight thin bright lines from 10 pixels on</source>
        <translation>10 像素以上的细直亮线</translation>
    </message>
    <message>
        <source>straight thin bright lines from 20 pixels on</source>
        <translation>20 像素以上的细直亮线</translation>
    </message>
    <message>
        <source>straight thin dark lines from 10 pixels on</source>
        <translation>10 像素以上的细直暗线</translation>
    </message>
    <message>
        <source>straight thin dark lines from 20 pixels on</source>
        <translation>20 像素以上的细直暗线</translation>
    </message>
    <message>
        <source>unlike most of the image</source>
        <translation>与图像大部分不同</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Commands that fit</source>
        <translation>匹配的命令</translation>
    </message>
    <message>
        <source>No command fits.</source>
        <translation>没有匹配的命令。</translation>
    </message>
    <message>
        <source>Not now: {}</source>
        <translation>现在不行：{}</translation>
    </message>
    <message>
        <source>Search commands</source>
        <translation>搜索命令</translation>
    </message>
    <message>
        <source>What would you like to do?</source>
        <translation>你想做什么？</translation>
    </message>
</context>
<context>
    <name>PipelineDesk</name>
    <message>
        <source>From tags to masks: done in {}.</source>
        <translation>从标签到掩膜：用时 {} 完成。</translation>
    </message>
    <message>
        <source>Its proposals are shown when you open the project again.</source>
        <translation>再次打开项目时会显示其建议。</translation>
    </message>
    <message>
        <source>No program shows pages here. The report is {}.</source>
        <translation>没有可显示网页的程序。报告位于 {}。</translation>
    </message>
    <message>
        <source>There are edits that can still be undone. Open the project again to see the proposals.</source>
        <translation>还有可以撤销的编辑。请重新打开项目以查看建议。</translation>
    </message>
    <message>
        <source>to masks: {}/{}</source>
        <translation>生成掩膜：{}/{}</translation>
    </message>
</context>
<context>
    <name>PipelineDialog</name>
    <message>
        <source>&amp;Runs on</source>
        <translation>运行于(&amp;R)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>End it now</source>
        <translation>立即结束</translation>
    </message>
    <message>
        <source>From tags to masks</source>
        <translation>从标签到掩膜</translation>
    </message>
    <message>
        <source>GPU (CUDA)</source>
        <translation>GPU (CUDA)</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Learns from the tags alone and proposes a mask for every image. Masks that you decided on or edited stay as they are. It goes on when this window, or the whole program, is closed.</source>
        <translation>仅从标签学习，并为每张图像建议掩膜。已决定或编辑过的掩膜保持不变。关闭此窗口或整个程序后仍会继续。</translation>
    </message>
    <message>
        <source>Looking at the project and measuring how long it takes …</source>
        <translation>正在查看项目并测算所需时间 …</translation>
    </message>
    <message>
        <source>Open report</source>
        <translation>打开报告</translation>
    </message>
    <message>
        <source>Show proposals</source>
        <translation>显示建议</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Start anew …</source>
        <translation>重新开始 …</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>This project is open for reading only.</source>
        <translation>此项目以只读方式打开。</translation>
    </message>
    <message>
        <source>best there is</source>
        <translation>最佳可用设备</translation>
    </message>
    <message>
        <source>processor (CPU)</source>
        <translation>处理器 (CPU)</translation>
    </message>
</context>
<context>
    <name>Pipelines</name>
    <message>
        <source> and {} of memory</source>
        <translation>，内存 {}</translation>
    </message>
    <message>
        <source> of about {}</source>
        <translation>，共约 {}</translation>
    </message>
    <message>
        <source>About {} in all</source>
        <translation>总共约 {}</translation>
    </message>
    <message>
        <source>About {} left.</source>
        <translation>大约还剩 {}。</translation>
    </message>
    <message>
        <source>At work.</source>
        <translation>正在工作。</translation>
    </message>
    <message>
        <source>Done in {}. The proposals are in the project.</source>
        <translation>用时 {} 完成。建议已在项目中。</translation>
    </message>
    <message>
        <source>It broke off. It can go on where it was.</source>
        <translation>工作中断。可以从中断处继续。</translation>
    </message>
    <message>
        <source>It failed.</source>
        <translation>失败了。</translation>
    </message>
    <message>
        <source>It has not begun.</source>
        <translation>尚未开始。</translation>
    </message>
    <message>
        <source>Learn exact outlines</source>
        <translation>学习精确轮廓</translation>
    </message>
    <message>
        <source>Learn where each class is</source>
        <translation>学习各类别的位置</translation>
    </message>
    <message>
        <source>Look for what stands out</source>
        <translation>寻找显著之处</translation>
    </message>
    <message>
        <source>Now: {}.</source>
        <translation>当前：{}。</translation>
    </message>
    <message>
        <source>Propose masks</source>
        <translation>建议掩膜</translation>
    </message>
    <message>
        <source>Starting …</source>
        <translation>正在启动 …</translation>
    </message>
    <message>
        <source>Stopped. It can go on where it was.</source>
        <translation>已停止。可以从停止处继续。</translation>
    </message>
    <message>
        <source>Stopping after the step at hand …</source>
        <translation>将在当前步骤后停止 …</translation>
    </message>
    <message>
        <source>There is a GPU: it learns longer and better.</source>
        <translation>有 GPU：可以学习得更久更好。</translation>
    </message>
    <message>
        <source>Write a report</source>
        <translation>写报告</translation>
    </message>
    <message>
        <source>about {}</source>
        <translation>约 {}</translation>
    </message>
</context>
<context>
    <name>Preferences</name>
    <message>
        <source>A strip under the menus that says what is done and what is next</source>
        <translation>菜单下方说明已完成和下一步的提示条</translation>
    </message>
    <message>
        <source>All but Turbo are safe for colour-blind eyes</source>
        <translation>除 Turbo 外都对色觉障碍者友好</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Colours of heat maps</source>
        <translation>热图颜色</translation>
    </message>
    <message>
        <source>Heat maps and masks</source>
        <translation>热图和掩膜</translation>
    </message>
    <message>
        <source>Kept with every decision; the computer&apos;s user where empty</source>
        <translation>随每个决定保存；留空则为电脑用户</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Light or dark; images always stay on neutral grey</source>
        <translation>浅色或深色；图像始终位于中性灰背景</translation>
    </message>
    <message>
        <source>Looks</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Masks as outlines only</source>
        <translation>掩膜仅显示轮廓</translation>
    </message>
    <message>
        <source>Of menus, messages and dialogs</source>
        <translation>菜单、消息和对话框的语言</translation>
    </message>
    <message>
        <source>On top of what the system says for the screen</source>
        <translation>在系统屏幕缩放的基础上</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>审核</translation>
    </message>
    <message>
        <source>Show the steps from tags to labels</source>
        <translation>显示从标签到标注的步骤</translation>
    </message>
    <message>
        <source>Size of text and controls</source>
        <translation>文字和控件大小</translation>
    </message>
    <message>
        <source>Without their fill</source>
        <translation>不填充</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>你的姓名</translation>
    </message>
    <message>
        <source>as the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>light</source>
        <translation>浅色</translation>
    </message>
</context>
<context>
    <name>Presets</name>
    <message>
        <source>as published; needs a GPU and the ImageNet weights of DeiT-S</source>
        <translation>与论文一致；需要 GPU 和 DeiT-S 的 ImageNet 权重</translation>
    </message>
    <message>
        <source>as published; needs a GPU and the ImageNet weights of its encoder</source>
        <translation>与论文一致；需要 GPU 和编码器的 ImageNet 权重</translation>
    </message>
    <message>
        <source>convolutional, quick and small; needs neither a GPU nor downloaded weights</source>
        <translation>卷积网络，快速小巧；既不需要 GPU 也不需要下载权重</translation>
    </message>
    <message>
        <source>quick and small; needs neither a GPU nor downloaded weights</source>
        <translation>快速小巧；既不需要 GPU 也不需要下载权重</translation>
    </message>
    <message>
        <source>slower and usually better; about half an hour on two cores, minutes on a GPU</source>
        <translation>较慢但通常更好；双核约半小时，GPU 上几分钟</translation>
    </message>
</context>
<context>
    <name>Progress</name>
    <message>
        <source>Decide on some more images to see how long the rest takes.</source>
        <translation>再决定一些图像，就能看到其余部分需要多久。</translation>
    </message>
    <message>
        <source>The rest takes about {} at the pace of the last session.</source>
        <translation>按上次会话的速度，其余部分约需 {}。</translation>
    </message>
    <message>
        <source>There are no images.</source>
        <translation>没有图像。</translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>{} accepted images wait for another person.</source>
        <translation>{} 张已接受的图像等待另一个人。</translation>
    </message>
    <message>
        <source>{} of {} images decided</source>
        <translation>已决定 {} / {} 张图像</translation>
    </message>
</context>
<context>
    <name>ProgressDesk</name>
    <message>
        <source>As proposed</source>
        <translation>与建议一致</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Images per hour</source>
        <translation>每小时图像数</translation>
    </message>
</context>
<context>
    <name>ProgressWindow</name>
    <message>
        <source>A session ends after half an hour without a save. “As proposed” is the intersection over union of the model&apos;s masks and those that were accepted.</source>
        <translation>半小时没有保存即视为会话结束。“与建议一致”是模型掩膜与已接受掩膜的交并比。</translation>
    </message>
    <message>
        <source>All sessions, newest first</source>
        <translation>所有会话，最新在前</translation>
    </message>
    <message>
        <source>As proposed</source>
        <translation>与建议一致</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Images/h</source>
        <translation>图像/小时</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation>正在读取 …</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>人员</translation>
    </message>
</context>
<context>
    <name>Questions</name>
    <message>
        <source>Architecture</source>
        <translation>架构</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Digest</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Nothing is saved yet. File &gt; Save asks again.</source>
        <translation>尚未保存任何内容。“文件 &gt; 保存”会再次询问。</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数量</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>运行于</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>What is loaded</source>
        <translation>已加载的内容</translation>
    </message>
    <message>
        <source>Your work is kept in {}.</source>
        <translation>你的工作保存在 {}。</translation>
    </message>
</context>
<context>
    <name>ReadingDesk</name>
    <message>
        <source>For reading: nothing is changed or saved</source>
        <translation>仅供查看：不会更改或保存任何内容</translation>
    </message>
    <message>
        <source>Not now: another window has this project open; here it is for reading.</source>
        <translation>现在不行：另一个窗口已打开此项目；此处仅供查看。</translation>
    </message>
    <message>
        <source>Not possible: this project is open for reading only.</source>
        <translation>无法执行：此项目仅以只读方式打开。</translation>
    </message>
</context>
<context>
    <name>RecentButton</name>
    <message>
        <source>{} (gone)</source>
        <translation>{}（不存在）</translation>
    </message>
    <message>
        <source>{} is not there now</source>
        <translation>{} 现在不存在</translation>
    </message>
</context>
<context>
    <name>RecentDesk</name>
    <message>
        <source>Forget these</source>
        <translation>清除这些记录</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>{} is not there now</source>
        <translation>{} 现在不存在</translation>
    </message>
</context>
<context>
    <name>RecentList</name>
    <message>
        <source>Opened last</source>
        <translation>最近打开</translation>
    </message>
</context>
<context>
    <name>Recipes</name>
    <message>
        <source>Choose operators that show each class, by its tags, and map what they show</source>
        <translation>按标签选择能显示各类别的算子，并绘制其显著图</translation>
    </message>
    <message>
        <source>Make a mask of every image; masks that you decided on stay as they are</source>
        <translation>为每张图像生成掩膜；你已决定的掩膜保持不变</translation>
    </message>
    <message>
        <source>Train STAC on the tags and these maps; its heat maps tell classes apart</source>
        <translation>用标签和这些图训练 STAC；其热图可区分类别</translation>
    </message>
    <message>
        <source>Train a segmenter in rounds, each on the masks of the round before</source>
        <translation>分轮训练分割网络，每轮使用上一轮的掩膜</translation>
    </message>
    <message>
        <source>Write a page with figures and pictures of every stage</source>
        <translation>写一页包含各阶段数据和图片的报告</translation>
    </message>
</context>
<context>
    <name>Record</name>
    <message>
        <source>Accepted by {}</source>
        <translation>由 {} 接受</translation>
    </message>
    <message>
        <source>From {}</source>
        <translation>来自 {}</translation>
    </message>
    <message>
        <source>From {} at {}</source>
        <translation>来自 {}，{}</translation>
    </message>
    <message>
        <source>Marked for fixing by {}</source>
        <translation>由 {} 标记为待修正</translation>
    </message>
    <message>
        <source>Nobody has worked on this image yet.</source>
        <translation>还没有人处理过此图像。</translation>
    </message>
    <message>
        <source>Not decided, last by {}</source>
        <translation>未决定，最后由 {} 处理</translation>
    </message>
    <message>
        <source>Rejected by {}</source>
        <translation>由 {} 拒绝</translation>
    </message>
    <message>
        <source>Waits for another person to accept it too</source>
        <translation>等待另一个人接受</translation>
    </message>
    <message>
        <source>a model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>已接受</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>to do</source>
        <translation>未决定</translation>
    </message>
    <message>
        <source>to fix</source>
        <translation>待修正</translation>
    </message>
    <message>
        <source>you</source>
        <translation>你</translation>
    </message>
    <message>
        <source>{} % as proposed</source>
        <translation>{} % 与建议一致</translation>
    </message>
    <message>
        <source>{} and {}</source>
        <translation>{} 和 {}</translation>
    </message>
    <message>
        <source>{} h {} min</source>
        <translation>{} 小时 {} 分</translation>
    </message>
    <message>
        <source>{} min</source>
        <translation>{} 分钟</translation>
    </message>
    <message>
        <source>{} px changed</source>
        <translation>更改了 {} 像素</translation>
    </message>
    <message>
        <source>{} s</source>
        <translation>{} 秒</translation>
    </message>
</context>
<context>
    <name>RecordPanel</name>
    <message>
        <source>A note on this image; it is saved while you type</source>
        <translation>此图像的备注；输入时即保存</translation>
    </message>
    <message>
        <source>All saved masks of this image</source>
        <translation>此图像所有已保存的掩膜</translation>
    </message>
    <message>
        <source>History …</source>
        <translation>历史 …</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Note on this image</source>
        <translation>此图像的备注</translation>
    </message>
</context>
<context>
    <name>RefinePanel</name>
    <message>
        <source>Keep for the project</source>
        <translation>保留到项目</translation>
    </message>
    <message>
        <source>Refine by these steps from now on, on the command line too</source>
        <translation>从现在起按这些步骤细化，命令行中也一样</translation>
    </message>
    <message>
        <source>refining …</source>
        <translation>正在细化 …</translation>
    </message>
</context>
<context>
    <name>Refinement</name>
    <message>
        <source>Band</source>
        <translation>带宽</translation>
    </message>
    <message>
        <source>Bilateral filter</source>
        <translation>双边滤波</translation>
    </message>
    <message>
        <source>Dense CRF</source>
        <translation>稠密 CRF</translation>
    </message>
    <message>
        <source>Dense conditional random field by mean field (Kraehenbuehl &amp; Koltun, NeurIPS 2011).</source>
        <translation>平均场稠密条件随机场（Kraehenbuehl &amp; Koltun, NeurIPS 2011）。</translation>
    </message>
    <message>
        <source>Drop specks</source>
        <translation>去除斑点</translation>
    </message>
    <message>
        <source>Drops blobs of a class that are small, or small beside the class&apos;s largest one.</source>
        <translation>去除某类中很小、或相对最大区域很小的区域。</translation>
    </message>
    <message>
        <source>Fill holes</source>
        <translation>填充孔洞</translation>
    </message>
    <message>
        <source>Fills holes in a class&apos;s blob of up to so many pixels.</source>
        <translation>填充某类区域中不超过该像素数的孔洞。</translation>
    </message>
    <message>
        <source>Flatness</source>
        <translation>平坦度</translation>
    </message>
    <message>
        <source>Gaussian blur of the maps.</source>
        <translation>对热图做高斯模糊。</translation>
    </message>
    <message>
        <source>GrabCut</source>
        <translation>GrabCut</translation>
    </message>
    <message>
        <source>GrabCut of each blob by its own colours (Rother et al., SIGGRAPH 2004).</source>
        <translation>按各区域自身颜色做 GrabCut（Rother et al., SIGGRAPH 2004）。</translation>
    </message>
    <message>
        <source>Grey levels</source>
        <translation>灰度级</translation>
    </message>
    <message>
        <source>Guided filter</source>
        <translation>引导滤波</translation>
    </message>
    <message>
        <source>Guided filter: the maps follow the image&apos;s edges (He, Sun &amp; Tang, ECCV 2010).</source>
        <translation>引导滤波：热图贴合图像边缘（He, Sun &amp; Tang, ECCV 2010）。</translation>
    </message>
    <message>
        <source>Joint bilateral filter: a mean over near pixels of a similar colour in the image.</source>
        <translation>联合双边滤波：对图像中邻近且颜色相似的像素取平均。</translation>
    </message>
    <message>
        <source>Pixel-adaptive</source>
        <translation>像素自适应</translation>
    </message>
    <message>
        <source>Pixel-adaptive refinement (PAMR; Araslanov &amp; Roth, CVPR 2020); on a GPU where there is one.</source>
        <translation>像素自适应细化（PAMR；Araslanov &amp; Roth, CVPR 2020）；有 GPU 时使用 GPU。</translation>
    </message>
    <message>
        <source>Radius</source>
        <translation>半径</translation>
    </message>
    <message>
        <source>Reach</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>Rounds</source>
        <translation>轮数</translation>
    </message>
    <message>
        <source>Share of largest</source>
        <translation>占最大区域的比例</translation>
    </message>
    <message>
        <source>Sigma</source>
        <translation>Sigma</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Under</source>
        <translation>小于</translation>
    </message>
    <message>
        <source>Up to</source>
        <translation>至多</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>px</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>×</source>
        <translation>×</translation>
    </message>
</context>
<context>
    <name>Refining</name>
    <message>
        <source>Make a project of this folder first.</source>
        <translation>请先用此文件夹建立项目。</translation>
    </message>
    <message>
        <source>The project now refines masks this way.</source>
        <translation>项目现在按此方式细化掩膜。</translation>
    </message>
    <message>
        <source>This project is open for reading only: nothing is saved.</source>
        <translation>此项目以只读方式打开：不会保存任何内容。</translation>
    </message>
</context>
<context>
    <name>RelinkDialog</name>
    <message>
        <source>Choose a folder with images that the project knows.</source>
        <translation>请选择包含项目已知图像的文件夹。</translation>
    </message>
    <message>
        <source>If the images were moved or copied, say where they are now.</source>
        <translation>如果图像已移动或复制，请指明它们现在的位置。</translation>
    </message>
    <message>
        <source>Image folders</source>
        <translation>图像文件夹</translation>
    </message>
    <message>
        <source>Images of the same names may be other images: please check.</source>
        <translation>同名图像可能是不同的图像：请检查。</translation>
    </message>
    <message>
        <source>Records of missing images are kept; they come back with the images.</source>
        <translation>缺失图像的记录会保留；图像恢复后记录也会恢复。</translation>
    </message>
    <message>
        <source>Say where the images are now.</source>
        <translation>请指明图像现在的位置。</translation>
    </message>
    <message>
        <source>The images of this project are not where they were. Tags, decisions and masks are kept; only the place of the images is asked for.</source>
        <translation>此项目的图像不在原位置。标签、决定和掩膜都保留；只需指明图像的位置。</translation>
    </message>
    <message>
        <source>Use these folders</source>
        <translation>使用这些文件夹</translation>
    </message>
</context>
<context>
    <name>ReviewBar</name>
    <message>
        <source>From tags to masks: stage, time left</source>
        <translation>从标签到掩膜：阶段，剩余时间</translation>
    </message>
    <message>
        <source>Stop the background work</source>
        <translation>停止后台工作</translation>
    </message>
</context>
<context>
    <name>ReviewDesk</name>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>There is no history yet: it begins with the first saved mask.</source>
        <translation>还没有历史：从第一个保存的掩膜开始。</translation>
    </message>
    <message>
        <source>This is an older mask, only to look at.</source>
        <translation>这是较早的掩膜，仅供查看。</translation>
    </message>
</context>
<context>
    <name>ReviewSession</name>
    <message>
        <source>There is no mask to accept yet.</source>
        <translation>还没有可接受的掩膜。</translation>
    </message>
    <message>
        <source>This was the last image.</source>
        <translation>这是最后一张图像。</translation>
    </message>
</context>
<context>
    <name>RunForm</name>
    <message>
        <source> px</source>
        <translation> 像素</translation>
    </message>
    <message>
        <source>&amp;Epochs</source>
        <translation>轮次(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Images at once</source>
        <translation>每批图像(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Learning rate</source>
        <translation>学习率(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Masks</source>
        <translation>掩膜(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>名称(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Preset</source>
        <translation>预设(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Runs on</source>
        <translation>运行于(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Start from</source>
        <translation>起始权重(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation>训练(&amp;T)</translation>
    </message>
    <message>
        <source>A run learns from the tags of all tagged images. It goes on when this window is closed, and nothing that you decided is changed.</source>
        <translation>训练从所有已标注图像的标签中学习。关闭此窗口后仍会继续，你的决定不会被更改。</translation>
    </message>
    <message>
        <source>Add to the queue</source>
        <translation>加入队列</translation>
    </message>
    <message>
        <source>GPU (CUDA)</source>
        <translation>GPU (CUDA)</translation>
    </message>
    <message>
        <source>Image si&amp;ze</source>
        <translation>图像大小(&amp;Z)</translation>
    </message>
    <message>
        <source>Measuring how long it takes …</source>
        <translation>正在测算所需时间 …</translation>
    </message>
    <message>
        <source>Net&amp;work</source>
        <translation>网络(&amp;W)</translation>
    </message>
    <message>
        <source>New training run</source>
        <translation>新训练</translation>
    </message>
    <message>
        <source>R&amp;ounds</source>
        <translation>轮数(&amp;O)</translation>
    </message>
    <message>
        <source>Random see&amp;d</source>
        <translation>随机种子(&amp;D)</translation>
    </message>
    <message>
        <source>Start training</source>
        <translation>开始训练</translation>
    </message>
    <message>
        <source>a GPU is many times faster where there is one</source>
        <translation>有 GPU 时速度快很多倍</translation>
    </message>
    <message>
        <source>a network that says for each pixel what it shows: sharper masks</source>
        <translation>逐像素判断内容的网络：掩膜更清晰</translation>
    </message>
    <message>
        <source>after each one the network makes its own targets better</source>
        <translation>每轮之后网络都会改进自己的目标</translation>
    </message>
    <message>
        <source>as the images</source>
        <translation>与图像相同</translation>
    </message>
    <message>
        <source>as the project says</source>
        <translation>按项目设置</translation>
    </message>
    <message>
        <source>best there is</source>
        <translation>最佳可用设备</translation>
    </message>
    <message>
        <source>date and time</source>
        <translation>日期和时间</translation>
    </message>
    <message>
        <source>heat maps (STAC)</source>
        <translation>热图 (STAC)</translation>
    </message>
    <message>
        <source>how large the steps are; compact 0.003, the others 0.0001</source>
        <translation>步长大小；compact 为 0.003，其他为 0.0001</translation>
    </message>
    <message>
        <source>how large the steps are; lower it if the loss jumps</source>
        <translation>步长大小；如果损失跳动请调低</translation>
    </message>
    <message>
        <source>how often each image is seen in a round; {} times in all</source>
        <translation>每轮中每张图像被看到的次数；共 {} 次</translation>
    </message>
    <message>
        <source>how often each image is seen; more takes longer and is usually better</source>
        <translation>每张图像被看到的次数；越多越久，通常也越好</translation>
    </message>
    <message>
        <source>large transformer, needs a GPU; its licence allows research only</source>
        <translation>大型 Transformer，需要 GPU；许可证仅限研究</translation>
    </message>
    <message>
        <source>larger shows finer defects and takes much longer</source>
        <translation>越大能显示越细的缺陷，但耗时长得多</translation>
    </message>
    <message>
        <source>learn from accepted masks too</source>
        <translation>也从已接受的掩膜学习</translation>
    </message>
    <message>
        <source>light transformer; its licence allows research only</source>
        <translation>轻量 Transformer；许可证仅限研究</translation>
    </message>
    <message>
        <source>light; wants a GPU</source>
        <translation>轻量；最好有 GPU</translation>
    </message>
    <message>
        <source>maps of where each class is, from the tags</source>
        <translation>由标签得到的各类别位置图</translation>
    </message>
    <message>
        <source>more need more memory; fewer make the training less steady</source>
        <translation>越多需要越多内存；越少训练越不稳定</translation>
    </message>
    <message>
        <source>ours; trains in minutes without a GPU</source>
        <translation>我们自己的网络；无 GPU 也能在几分钟内训练</translation>
    </message>
    <message>
        <source>processor (CPU)</source>
        <translation>处理器 (CPU)</translation>
    </message>
    <message>
        <source>published ImageNet weights</source>
        <translation>公开的 ImageNet 权重</translation>
    </message>
    <message>
        <source>published weights learn faster; they are downloaded once</source>
        <translation>公开权重学得更快；只需下载一次</translation>
    </message>
    <message>
        <source>random numbers</source>
        <translation>随机数</translation>
    </message>
    <message>
        <source>segmenter</source>
        <translation>分割网络</translation>
    </message>
    <message>
        <source>the masks you accepted teach where defects are</source>
        <translation>已接受的掩膜会教网络缺陷在哪里</translation>
    </message>
    <message>
        <source>the paper&apos;s best one; needs a GPU</source>
        <translation>论文中最好的；需要 GPU</translation>
    </message>
    <message>
        <source>the paper&apos;s smallest one; fast on a GPU</source>
        <translation>论文中最小的；在 GPU 上很快</translation>
    </message>
    <message>
        <source>the same number gives the same result</source>
        <translation>相同的数字得到相同的结果</translation>
    </message>
    <message>
        <source>the settings in the project file</source>
        <translation>项目文件中的设置</translation>
    </message>
    <message>
        <source>what the run is called</source>
        <translation>训练的名称</translation>
    </message>
</context>
<context>
    <name>RunPage</name>
    <message>
        <source>About the run</source>
        <translation>关于训练</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>End its process</source>
        <translation>结束其进程</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Maps</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Really stop?</source>
        <translation>确定停止？</translation>
    </message>
    <message>
        <source>Remove from the queue</source>
        <translation>从队列移除</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Use this model</source>
        <translation>使用此模型</translation>
    </message>
    <message>
        <source>{} images/s</source>
        <translation>{} 图像/秒</translation>
    </message>
    <message>
        <source>{} images</source>
        <translation>{} 张图像</translation>
    </message>
    <message>
        <source>{} images, {} masks</source>
        <translation>{} 张图像，{} 个掩膜</translation>
    </message>
    <message>
        <source>{} of work</source>
        <translation>已工作 {}</translation>
    </message>
</context>
<context>
    <name>Runs</name>
    <message>
        <source>, {} of them with a mask</source>
        <translation>，其中 {} 张有掩膜</translation>
    </message>
    <message>
        <source>About {} and {} of memory on {}: {} images{}, {} steps.</source>
        <translation>约需 {}，内存 {}，设备 {}：{} 张图像{}，{} 步。</translation>
    </message>
    <message>
        <source>broke off</source>
        <translation>中断</translation>
    </message>
    <message>
        <source>did not start</source>
        <translation>未启动</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>epoch {}/{}</source>
        <translation>第 {}/{} 轮</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>heat maps</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>pausing …</source>
        <translation>正在暂停 …</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>segmenter</source>
        <translation>分割网络</translation>
    </message>
    <message>
        <source>starting …</source>
        <translation>正在启动 …</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>stopping …</source>
        <translation>正在停止 …</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>{} MB</source>
        <translation>{} MB</translation>
    </message>
    <message>
        <source>{} GB</source>
        <translation>{} GB</translation>
    </message>
    <message>
        <source>{} d {} h</source>
        <translation>{} 天 {} 小时</translation>
    </message>
    <message>
        <source>{} h {:02} min</source>
        <translation>{} 小时 {:02} 分</translation>
    </message>
    <message>
        <source>{} left</source>
        <translation>剩余 {}</translation>
    </message>
    <message>
        <source>{} min</source>
        <translation>{} 分钟</translation>
    </message>
    <message>
        <source>{} of it to read images and make saliency maps.</source>
        <translation>其中 {} 用于读取图像和生成显著图。</translation>
    </message>
    <message>
        <source>{} s</source>
        <translation>{} 秒</translation>
    </message>
</context>
<context>
    <name>SafetyDesk</name>
    <message>
        <source> since {}</source>
        <translation> 自 {} 起</translation>
    </message>
    <message>
        <source>A crash would lose what is not saved yet: {}</source>
        <translation>如果崩溃，未保存的内容会丢失：{}</translation>
    </message>
    <message>
        <source>A newer version of STAC Studio left work in {}: open the project there.</source>
        <translation>较新版本的 STAC Studio 在 {} 留有工作：请用它打开项目。</translation>
    </message>
    <message>
        <source>A part of a journal could not be read; the file is kept: {}.</source>
        <translation>日志的一部分无法读取；文件已保留：{}。</translation>
    </message>
    <message>
        <source>Another window</source>
        <translation>另一个窗口</translation>
    </message>
    <message>
        <source>Edit here …</source>
        <translation>在此编辑 …</translation>
    </message>
    <message>
        <source>If that computer is off, it can be edited here.</source>
        <translation>如果那台电脑已关机，可在此编辑。</translation>
    </message>
    <message>
        <source>It can be edited as soon as it is closed there.</source>
        <translation>那边关闭后即可编辑。</translation>
    </message>
    <message>
        <source>The last session ended before its work on {} had a project. It is back: save it now.</source>
        <translation>上次会话在 {} 的工作建立项目之前结束。工作已恢复：请立即保存。</translation>
    </message>
    <message>
        <source>The last session ended before its work on {} images had a project. It is back: save it now.</source>
        <translation>上次会话在 {} 张图像的工作建立项目之前结束。工作已恢复：请立即保存。</translation>
    </message>
    <message>
        <source>The last session ended unexpectedly; its work on {} images is back.</source>
        <translation>上次会话意外结束；对 {} 张图像的工作已恢复。</translation>
    </message>
    <message>
        <source>The last session ended unexpectedly; its work on {} is back.</source>
        <translation>上次会话意外结束；对 {} 的工作已恢复。</translation>
    </message>
    <message>
        <source>The other window has closed the project: edit it here now.</source>
        <translation>另一个窗口已关闭项目：现在可在此编辑。</translation>
    </message>
    <message>
        <source>This project is open for reading only; nothing can be saved.</source>
        <translation>此项目以只读方式打开；无法保存任何内容。</translation>
    </message>
    <message>
        <source>another window</source>
        <translation>另一个窗口</translation>
    </message>
    <message>
        <source>{} has this project open{}: here it is open for reading.</source>
        <translation>{} 已打开此项目{}：此处为只读。</translation>
    </message>
    <message>
        <source>{} in another window</source>
        <translation>{} 在另一个窗口中</translation>
    </message>
    <message>
        <source>{} on {}</source>
        <translation>{}（{}）</translation>
    </message>
    <message>
        <source>{} were changed since: what was recovered is in their history.</source>
        <translation>{} 此后已更改：恢复的内容在其历史中。</translation>
    </message>
</context>
<context>
    <name>Saliency</name>
    <message>
        <source>A small net that has learned from made-up defects. It can be trained anew on your own images.</source>
        <translation>从人造缺陷学习的小型网络。可以用你自己的图像重新训练。</translation>
    </message>
    <message>
        <source>A small net that learns from the masks you have accepted. Needs some of them first.</source>
        <translation>从已接受掩膜学习的小型网络。需要先有一些掩膜。</translation>
    </message>
    <message>
        <source>Chosen by the tags.</source>
        <translation>由标签选出。</translation>
    </message>
    <message>
        <source>Chosen by the tags; {} more that agree with it vote too.</source>
        <translation>由标签选出；另有 {} 个与之一致的也参与投票。</translation>
    </message>
    <message>
        <source>Contrast</source>
        <translation>对比度</translation>
    </message>
    <message>
        <source>Folder of maps</source>
        <translation>显著图文件夹</translation>
    </message>
    <message>
        <source>Maps made by another program: grey PNG files named after the images.</source>
        <translation>其他程序生成的图：与图像同名的灰度 PNG 文件。</translation>
    </message>
    <message>
        <source>Net of accepted masks</source>
        <translation>已接受掩膜的网络</translation>
    </message>
    <message>
        <source>Nothing is chosen yet.</source>
        <translation>尚未选择。</translation>
    </message>
    <message>
        <source>Operators for each class</source>
        <translation>每类的算子</translation>
    </message>
    <message>
        <source>Picked by a person.</source>
        <translation>由人选定。</translation>
    </message>
    <message>
        <source>Picked by a person: {}</source>
        <translation>由人选定：{}</translation>
    </message>
    <message>
        <source>Synthetic-defect net</source>
        <translation>人造缺陷网络</translation>
    </message>
    <message>
        <source>The evidence is weak (score {}): the tags say little here. Take the picture that shows the defects best, or none.</source>
        <translation>证据较弱（得分 {}）：标签在此说明不了多少。请选择最能显示缺陷的图，或都不选。</translation>
    </message>
    <message>
        <source>The tags choose which simple operators show each class, and you have the last word.</source>
        <translation>由标签选出能显示各类别的简单算子，最终由你决定。</translation>
    </message>
    <message>
        <source>The tags found no operator that shows this class: plain contrast is used.</source>
        <translation>标签未找到能显示此类别的算子：使用普通对比度。</translation>
    </message>
    <message>
        <source>What stands out from the rest of the same image. Needs nothing; a good first choice.</source>
        <translation>同一图像中突出的部分。无需任何准备；适合首选。</translation>
    </message>
    <message>
        <source>You said none of them: plain contrast is used.</source>
        <translation>你选择了都不用：使用普通对比度。</translation>
    </message>
    <message>
        <source>covers {} %</source>
        <translation>覆盖 {} %</translation>
    </message>
    <message>
        <source>masks predictable {}</source>
        <translation>掩膜可预测性 {}</translation>
    </message>
    <message>
        <source>score {}</source>
        <translation>得分 {}</translation>
    </message>
    <message>
        <source>tells the tag {}</source>
        <translation>可判断标签 {}</translation>
    </message>
</context>
<context>
    <name>SaliencyDesk</name>
    <message>
        <source>{} of {}</source>
        <translation>{} / {}</translation>
    </message>
</context>
<context>
    <name>SaliencySession</name>
    <message>
        <source>Choose the folder of the maps.</source>
        <translation>请选择图的文件夹。</translation>
    </message>
    <message>
        <source>No image is tagged with a class yet. Tag some images first: Shift+1 and so on.</source>
        <translation>还没有图像标注类别。请先标注一些图像：Shift+1 等。</translation>
    </message>
    <message>
        <source>No mask is accepted yet. Accept some masks first: Enter.</source>
        <translation>还没有接受掩膜。请先接受一些：Enter。</translation>
    </message>
    <message>
        <source>Saliency maps are made for a project. Open one, or save something in the open folder: that makes it a project.</source>
        <translation>显著图需要项目。请打开一个项目，或在打开的文件夹中保存内容：这会建立项目。</translation>
    </message>
    <message>
        <source>Stopped. What is made stays; it can go on later.</source>
        <translation>已停止。已完成的会保留，以后可以继续。</translation>
    </message>
    <message>
        <source>The first: {}</source>
        <translation>第一个：{}</translation>
    </message>
    <message>
        <source>The tags have chosen.</source>
        <translation>标签已做出选择。</translation>
    </message>
    <message>
        <source>The tags have chosen. The evidence is weak for {}: please look.</source>
        <translation>标签已做出选择。{} 的证据较弱：请查看。</translation>
    </message>
    <message>
        <source>This project is open for reading only: nothing can be made here.</source>
        <translation>此项目以只读方式打开：无法在此生成内容。</translation>
    </message>
    <message>
        <source>choosing operators</source>
        <translation>正在选择算子</translation>
    </message>
    <message>
        <source>making saliency maps</source>
        <translation>正在生成显著图</translation>
    </message>
    <message>
        <source>stopping …</source>
        <translation>正在停止 …</translation>
    </message>
    <message>
        <source>training the net</source>
        <translation>正在训练网络</translation>
    </message>
    <message>
        <source>{} maps made, {} kept, {} failed.</source>
        <translation>生成 {} 张图，保留 {} 张，失败 {} 张。</translation>
    </message>
</context>
<context>
    <name>SaliencyWindow</name>
    <message>
        <source>  ·  in use</source>
        <translation>  ·  使用中</translation>
    </message>
    <message>
        <source>&amp;Defects are</source>
        <translation>缺陷为(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Sizes</source>
        <translation>大小(&amp;S)</translation>
    </message>
    <message>
        <source>Bright only</source>
        <translation>仅亮</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Check the maps of {} images</source>
        <translation>检查 {} 张图像的图</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>选择 …</translation>
    </message>
    <message>
        <source>Dark and bright</source>
        <translation>暗和亮</translation>
    </message>
    <message>
        <source>Dark only</source>
        <translation>仅暗</translation>
    </message>
    <message>
        <source>Give sizes from 0 to 1, separated by commas.</source>
        <translation>请输入 0 到 1 之间的大小，用逗号分隔。</translation>
    </message>
    <message>
        <source>Let the tags choose</source>
        <translation>让标签选择</translation>
    </message>
    <message>
        <source>Make maps of {} images</source>
        <translation>生成 {} 张图像的图</translation>
    </message>
    <message>
        <source>No maps are made yet. Training makes what is missing.</source>
        <translation>尚未生成图。训练时会生成缺少的部分。</translation>
    </message>
    <message>
        <source>Not in use yet: making the maps puts these settings into the project.</source>
        <translation>尚未使用：生成图会将这些设置写入项目。</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Saliency maps</source>
        <translation>显著图</translation>
    </message>
    <message>
        <source>Saliency maps say where something stands out. Training starts from them; no mask is needed.</source>
        <translation>显著图指出何处突出。训练由此开始；不需要掩膜。</translation>
    </message>
    <message>
        <source>Saliency – STAC Studio</source>
        <translation>显著性 – STAC Studio</translation>
    </message>
    <message>
        <source>Settings and preview</source>
        <translation>设置和预览</translation>
    </message>
    <message>
        <source>The maps on the disk are of other settings.</source>
        <translation>磁盘上的图来自其他设置。</translation>
    </message>
    <message>
        <source>The maps on the disk are of these settings.</source>
        <translation>磁盘上的图来自这些设置。</translation>
    </message>
    <message>
        <source>Train the net anew</source>
        <translation>重新训练网络</translation>
    </message>
    <message>
        <source>Where maps come from</source>
        <translation>图的来源</translation>
    </message>
    <message>
        <source>looks at up to 600 tagged images; takes a minute or two</source>
        <translation>最多查看 600 张已标注图像；需一两分钟</translation>
    </message>
    <message>
        <source>no folder chosen yet</source>
        <translation>尚未选择文件夹</translation>
    </message>
    <message>
        <source>of what stands out, as shares of the image&apos;s shorter side</source>
        <translation>突出部分的大小，占图像短边的比例</translation>
    </message>
    <message>
        <source>{} of {}</source>
        <translation>{} / {}</translation>
    </message>
</context>
<context>
    <name>SampleTableModel</name>
    <message>
        <source>epoch {}</source>
        <translation>第 {} 轮</translation>
    </message>
    <message>
        <source>{}, after epoch {}</source>
        <translation>{}，第 {} 轮之后</translation>
    </message>
</context>
<context>
    <name>SamplesPage</name>
    <message>
        <source>Maps by epoch</source>
        <translation>各轮的热图</translation>
    </message>
    <message>
        <source>Maps of a few images appear after the first epoch.</source>
        <translation>第一轮之后会出现几张图像的热图。</translation>
    </message>
    <message>
        <source>The same images after each epoch: maps and the mask&apos;s outlines.</source>
        <translation>每轮之后的相同图像：热图和掩膜轮廓。</translation>
    </message>
</context>
<context>
    <name>Saving</name>
    <message>
        <source>Somebody else has this project open: nothing is saved here.</source>
        <translation>他人已打开此项目：此处不会保存。</translation>
    </message>
    <message>
        <source>This project is open for reading only: nothing is saved. Copy it where you may write.</source>
        <translation>此项目以只读方式打开：不会保存。请复制到可写的位置。</translation>
    </message>
</context>
<context>
    <name>Scrubbing</name>
    <message>
        <source>There is neither a blob nor heat under the cursor.</source>
        <translation>光标下既没有区域也没有热度。</translation>
    </message>
    <message>
        <source>There is no heat map of this blob&apos;s class.</source>
        <translation>没有该区域类别的热图。</translation>
    </message>
    <message>
        <source>There is no heat map yet: a blob&apos;s threshold needs one.</source>
        <translation>还没有热图：区域阈值需要热图。</translation>
    </message>
    <message>
        <source>There is no mask to edit yet.</source>
        <translation>还没有可编辑的掩膜。</translation>
    </message>
    <message>
        <source>blob at {}</source>
        <translation>区域阈值 {}</translation>
    </message>
    <message>
        <source>blob threshold</source>
        <translation>区域阈值</translation>
    </message>
    <message>
        <source>cannot grow further</source>
        <translation>无法再扩张</translation>
    </message>
    <message>
        <source>in {} parts</source>
        <translation>分为 {} 部分</translation>
    </message>
    <message>
        <source>meets a neighbour at {}</source>
        <translation>在 {} 处与相邻区域相接</translation>
    </message>
    <message>
        <source>no blob above {}</source>
        <translation>{} 以上没有区域</translation>
    </message>
    <message>
        <source>nothing is left</source>
        <translation>什么都不剩</translation>
    </message>
    <message>
        <source>splits at {}</source>
        <translation>在 {} 处分裂</translation>
    </message>
    <message>
        <source>touches a neighbour</source>
        <translation>与相邻区域相接</translation>
    </message>
    <message>
        <source>vanishes at {}</source>
        <translation>在 {} 处消失</translation>
    </message>
</context>
<context>
    <name>SessionChart</name>
    <message>
        <source>The last sessions</source>
        <translation>最近的会话</translation>
    </message>
</context>
<context>
    <name>SessionFacts</name>
    <message>
        <source>Imported maps: {}</source>
        <translation>导入的热图：{}</translation>
    </message>
    <message>
        <source>Large image: the heat map was made at a reduced size.</source>
        <translation>大图像：热图以较小尺寸计算。</translation>
    </message>
    <message>
        <source>Loading the model …</source>
        <translation>正在加载模型 …</translation>
    </message>
    <message>
        <source>No defect found: no class is tagged or scores above the limit.</source>
        <translation>未发现缺陷：没有类别被标注或得分超过界限。</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>无模型</translation>
    </message>
    <message>
        <source>No model yet: train one, or choose weights to see heat maps. Masks can be painted without one.</source>
        <translation>还没有模型：请训练一个或选择权重以查看热图。没有模型也可以绘制掩膜。</translation>
    </message>
    <message>
        <source>Tag and model disagree: {}.</source>
        <translation>标签与模型不一致：{}。</translation>
    </message>
    <message>
        <source>The model could not be loaded</source>
        <translation>无法加载模型</translation>
    </message>
    <message>
        <source>listing images: {}</source>
        <translation>正在列出图像：{}</translation>
    </message>
    <message>
        <source>loading the model …</source>
        <translation>正在加载模型 …</translation>
    </message>
    <message>
        <source>looking at all images: {} of {}</source>
        <translation>正在查看所有图像：{} / {}</translation>
    </message>
    <message>
        <source>looking at the image …</source>
        <translation>正在查看图像 …</translation>
    </message>
    <message>
        <source>{} to do · {} accepted · {} to fix · {} rejected</source>
        <translation>{} 未决定 · {} 已接受 · {} 待修正 · {} 已拒绝</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>After a restart: {}. Everything is saved first.</source>
        <translation>重启后生效：{}。重启前会保存所有内容。</translation>
    </message>
    <message>
        <source>Keys …</source>
        <translation>快捷键 …</translation>
    </message>
    <message>
        <source>Restart now</source>
        <translation>立即重启</translation>
    </message>
    <message>
        <source>Restore all settings</source>
        <translation>恢复所有设置</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>SourceSwitch</name>
    <message>
        <source>Heat maps</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Proposals from</source>
        <translation>建议来自</translation>
    </message>
    <message>
        <source>Segmenter</source>
        <translation>分割网络</translation>
    </message>
    <message>
        <source>Which imported heat maps</source>
        <translation>使用哪组导入的热图</translation>
    </message>
</context>
<context>
    <name>Sources</name>
    <message>
        <source>No heat maps of other programs yet: import some.</source>
        <translation>还没有其他程序的热图：请导入。</translation>
    </message>
    <message>
        <source>No heat-map model yet: train one, or choose its file in the Model menu.</source>
        <translation>还没有热图模型：请训练一个，或在“模型”菜单中选择文件。</translation>
    </message>
    <message>
        <source>No segmenter yet: train one, or choose its file in the Model menu.</source>
        <translation>还没有分割网络：请训练一个，或在“模型”菜单中选择文件。</translation>
    </message>
    <message>
        <source>Scale: 0 to 1 for each class in each image</source>
        <translation>标尺：每张图像每个类别 0 到 1</translation>
    </message>
    <message>
        <source>Scale: 0 to 1, as the maps were imported</source>
        <translation>刻度：0 到 1，与导入的热图一致</translation>
    </message>
    <message>
        <source>Scale: at 0.5 the class is as likely as the background</source>
        <translation>标尺：0.5 表示该类别与背景同样可能</translation>
    </message>
    <message>
        <source>Scale: the same for all images, heat times the class&apos;s score</source>
        <translation>标尺：所有图像相同，热度乘以类别得分</translation>
    </message>
    <message>
        <source>This mask began with imported maps and was edited or decided on: it stays.</source>
        <translation>此掩码来自导入的热图，且已被编辑或判定：保持不变。</translation>
    </message>
    <message>
        <source>This mask began with the heat maps and was edited or decided on: it stays.</source>
        <translation>此掩膜源自热图，已被编辑或决定：它会保留。</translation>
    </message>
    <message>
        <source>This mask began with the segmenter and was edited or decided on: it stays.</source>
        <translation>此掩膜源自分割网络，已被编辑或决定：它会保留。</translation>
    </message>
</context>
<context>
    <name>StepButton</name>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>later</source>
        <translation>稍后</translation>
    </message>
    <message>
        <source>next step</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>Tagging</name>
    <message>
        <source>tagged as free of defects</source>
        <translation>标为无缺陷</translation>
    </message>
    <message>
        <source>tags removed</source>
        <translation>已移除标签</translation>
    </message>
    <message>
        <source>undone: {}</source>
        <translation>已撤销：{}</translation>
    </message>
    <message>
        <source>{}: tag removed</source>
        <translation>{}：已移除标签</translation>
    </message>
    <message>
        <source>{}: tagged</source>
        <translation>{}：已标注</translation>
    </message>
</context>
<context>
    <name>ThresholdPanel</name>
    <message>
        <source>Back to the threshold of the model or the project</source>
        <translation>恢复为模型或项目的阈值</translation>
    </message>
    <message>
        <source>How often each heat occurs</source>
        <translation>每个热度值出现的频率</translation>
    </message>
    <message>
        <source>Ignore from</source>
        <translation>忽略自</translation>
    </message>
    <message>
        <source>Leave out what is neither hot nor cold: it is drawn hatched, belongs to no class, and nothing is learned from it</source>
        <translation>忽略不热不冷的部分：以阴影线显示，不属于任何类别，也不从中学习</translation>
    </message>
    <message>
        <source>No heat map</source>
        <translation>没有热图</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>阈值</translation>
    </message>
    <message>
        <source>Threshold of the mask: what is hotter belongs to it</source>
        <translation>掩膜阈值：更热的部分属于掩膜</translation>
    </message>
    <message>
        <source>Where the ignore band begins: it ends at the threshold</source>
        <translation>忽略带的起点：到阈值为止</translation>
    </message>
</context>
<context>
    <name>ThresholdPlot</name>
    <message>
        <source>Scores by threshold</source>
        <translation>各阈值得分</translation>
    </message>
    <message>
        <source>threshold</source>
        <translation>阈值</translation>
    </message>
</context>
<context>
    <name>ToolHints</name>
    <message>
        <source>Click the corners; Enter or a double click finishes, Backspace takes the last one back. With Alt or the right button it takes away</source>
        <translation>单击各角点；Enter 或双击完成，Backspace 撤回上一个。按 Alt 或右键则去除</translation>
    </message>
    <message>
        <source>Click what is to become the chosen class, a hole in it for instance</source>
        <translation>单击要变为所选类别的部分，例如其中的孔洞</translation>
    </message>
    <message>
        <source>Drag along what you mean: what looks like the brush&apos;s middle is painted</source>
        <translation>沿目标拖动：与画笔中心相似的部分会被绘制</translation>
    </message>
    <message>
        <source>Drag over the pieces that belong to it</source>
        <translation>拖过属于它的小块</translation>
    </message>
    <message>
        <source>Drag to erase</source>
        <translation>拖动以擦除</translation>
    </message>
    <message>
        <source>Drag to move the image</source>
        <translation>拖动以移动图像</translation>
    </message>
    <message>
        <source>Drag to paint; with the right button, to erase</source>
        <translation>拖动以绘制；右键擦除</translation>
    </message>
    <message>
        <source>Draw around what you mean; with Alt or the right button it takes away</source>
        <translation>圈出目标；按 Alt 或右键则去除</translation>
    </message>
    <message>
        <source>Mark the defect, with the right button what is not; Enter takes what is found</source>
        <translation>标记缺陷，右键标记非缺陷；Enter 采用找到的结果</translation>
    </message>
    <message>
        <source>Press on something; drag right for more, left for less</source>
        <translation>按住某处；向右拖取更多，向左取更少</translation>
    </message>
</context>
<context>
    <name>ToolOptionsBar</name>
    <message>
        <source> px</source>
        <translation> 像素</translation>
    </message>
    <message>
        <source>Change only pixels at which the heat map is between {} and {}</source>
        <translation>仅更改热图在 {} 到 {} 之间的像素</translation>
    </message>
    <message>
        <source>Connected only</source>
        <translation>仅相连部分</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Largest difference that still belongs</source>
        <translation>仍算相同的最大差异</translation>
    </message>
    <message>
        <source>Not the whole image, only what hangs together</source>
        <translation>不是整张图像，仅相连的部分</translation>
    </message>
    <message>
        <source>Only where unsure</source>
        <translation>仅不确定处</translation>
    </message>
    <message>
        <source>Options of the tool</source>
        <translation>工具选项</translation>
    </message>
    <message>
        <source>Pieces of</source>
        <translation>小块大小</translation>
    </message>
    <message>
        <source>Put what was found into the mask  (Enter)</source>
        <translation>将找到的结果放入掩膜  (Enter)</translation>
    </message>
    <message>
        <source>Round brush</source>
        <translation>圆形画笔</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Square brush</source>
        <translation>方形画笔</translation>
    </message>
    <message>
        <source>Take it</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>The brush is as wide on the screen however far you zoom in</source>
        <translation>无论如何缩放，画笔在屏幕上的宽度不变</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>容差</translation>
    </message>
    <message>
        <source>What the wand looks at</source>
        <translation>魔棒依据的内容</translation>
    </message>
    <message>
        <source>Width of the brush  ([ and ], Shift+wheel)</source>
        <translation>画笔宽度（[ 和 ]，Shift+滚轮）</translation>
    </message>
    <message>
        <source>Width of the pieces  ([ and ], Shift+wheel)</source>
        <translation>小块宽度（[ 和 ]，Shift+滚轮）</translation>
    </message>
    <message>
        <source>in the</source>
        <translation>依据</translation>
    </message>
</context>
<context>
    <name>ToolStrip</name>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
</context>
<context>
    <name>ToolsDesk</name>
    <message>
        <source>Nothing was changed: limits are set, above the image.</source>
        <translation>未作更改：图像上方设有限制。</translation>
    </message>
    <message>
        <source>So large a part is looked at in a smaller size; its border follows each pixel.</source>
        <translation>这么大的区域以缩小的尺寸查看；其边界精确到每个像素。</translation>
    </message>
    <message>
        <source>The mask changed meanwhile; nothing was painted.</source>
        <translation>掩膜此间已更改；未绘制任何内容。</translation>
    </message>
    <message>
        <source>There is no heat map here that could be unsure; take the tick away to paint.</source>
        <translation>此处没有可判断不确定性的热图；取消勾选即可绘制。</translation>
    </message>
    <message>
        <source>There is no heat map here; let the wand look at the image.</source>
        <translation>此处没有热图；请让魔棒依据图像。</translation>
    </message>
</context>
<context>
    <name>TrainingDesk</name>
    <message>
        <source>Training run {} is done. Use its model: Train &gt; Training.</source>
        <translation>训练 {} 已完成。使用其模型：“训练 &gt; 训练”。</translation>
    </message>
    <message>
        <source>Training run {} {}: {}</source>
        <translation>训练 {} {}：{}</translation>
    </message>
    <message>
        <source>training: {}</source>
        <translation>训练：{}</translation>
    </message>
    <message>
        <source>{} left</source>
        <translation>剩余 {}</translation>
    </message>
    <message>
        <source>{} waiting</source>
        <translation>{} 个等待中</translation>
    </message>
</context>
<context>
    <name>TrainingSession</name>
    <message>
        <source>Another run is at work. Stop or pause it, or wait for its end.</source>
        <translation>另一个训练正在进行。请停止、暂停或等待其结束。</translation>
    </message>
    <message>
        <source>The model of run {} is in use now.</source>
        <translation>现在使用训练 {} 的模型。</translation>
    </message>
</context>
<context>
    <name>TrainingWindow</name>
    <message>
        <source>1 run waits</source>
        <translation>1 个训练在等待</translation>
    </message>
    <message>
        <source>New run …</source>
        <translation>新训练 …</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Start queue</source>
        <translation>开始队列</translation>
    </message>
    <message>
        <source>Start the waiting runs, one after the other</source>
        <translation>依次开始等待中的训练</translation>
    </message>
    <message>
        <source>Train another model  (Ctrl+N)</source>
        <translation>训练另一个模型  (Ctrl+N)</translation>
    </message>
    <message>
        <source>Training needs a project. Open one, or save something in the open folder: that makes it a project.</source>
        <translation>训练需要项目。请打开一个项目，或在打开的文件夹中保存内容：这会建立项目。</translation>
    </message>
    <message>
        <source>Training runs</source>
        <translation>训练列表</translation>
    </message>
    <message>
        <source>Training – STAC Studio</source>
        <translation>训练 – STAC Studio</translation>
    </message>
    <message>
        <source>{} runs wait</source>
        <translation>{} 个训练在等待</translation>
    </message>
</context>
<context>
    <name>WalkDesk</name>
    <message>
        <source>Every listed image is decided.</source>
        <translation>列出的图像都已决定。</translation>
    </message>
    <message>
        <source>Listing images: {}</source>
        <translation>正在列出图像：{}</translation>
    </message>
    <message>
        <source>Listing was stopped at {} images. Open the folder again to see all.</source>
        <translation>列出已在 {} 张图像处停止。重新打开文件夹可查看全部。</translation>
    </message>
    <message>
        <source>Nothing to choose from: no listed image is both scored and undecided.</source>
        <translation>没有可选的：列出的图像中没有已评分且未决定的。</translation>
    </message>
    <message>
        <source>The file of {} has changed and was read again.</source>
        <translation>{} 的文件已更改，并已重新读取。</translation>
    </message>
    <message>
        <source>This is the only one.</source>
        <translation>这是唯一的一张。</translation>
    </message>
</context>
<context>
    <name>Watcher</name>
    <message>
        <source>The program cannot be started.</source>
        <translation>程序无法启动。</translation>
    </message>
</context>
<context>
    <name>Way</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Go to the next image without a tag</source>
        <translation>转到下一张未标注的图像</translation>
    </message>
    <message>
        <source>Go to the next undecided image</source>
        <translation>转到下一张未决定的图像</translation>
    </message>
    <message>
        <source>Learn from the tags and propose a mask for every image</source>
        <translation>从标签学习，并为每张图像建议掩膜</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>审核</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Write reviewed masks for other programs</source>
        <translation>为其他程序写出已审核的掩膜</translation>
    </message>
    <message>
        <source>cannot start yet</source>
        <translation>暂时无法开始</translation>
    </message>
    <message>
        <source>model in use</source>
        <translation>模型使用中</translation>
    </message>
    <message>
        <source>no model yet</source>
        <translation>还没有模型</translation>
    </message>
    <message>
        <source>no model yet: about {}</source>
        <translation>还没有模型：约 {}</translation>
    </message>
    <message>
        <source>no model yet: measuring …</source>
        <translation>还没有模型：正在测算 …</translation>
    </message>
    <message>
        <source>not exported yet</source>
        <translation>尚未导出</translation>
    </message>
    <message>
        <source>stage {} of {}</source>
        <translation>阶段 {} / {}</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>{} accepted, not exported yet</source>
        <translation>已接受 {} 张，尚未导出</translation>
    </message>
    <message>
        <source>{} decided since</source>
        <translation>此后决定了 {} 张</translation>
    </message>
    <message>
        <source>{} exported</source>
        <translation>已导出 {} 张</translation>
    </message>
    <message>
        <source>{} of {} decided</source>
        <translation>已决定 {} / {}</translation>
    </message>
    <message>
        <source>{} of {} tagged</source>
        <translation>已标注 {} / {}</translation>
    </message>
    <message>
        <source>{}, {} left</source>
        <translation>{}，剩余 {}</translation>
    </message>
</context>
<context>
    <name>WayBar</name>
    <message>
        <source>Hide the steps</source>
        <translation>隐藏步骤</translation>
    </message>
    <message>
        <source>Hide the steps; Help shows them again</source>
        <translation>隐藏步骤；可从帮助菜单重新显示</translation>
    </message>
    <message>
        <source>How long?</source>
        <translation>需要多久？</translation>
    </message>
    <message>
        <source>Measure how long the first training takes on this computer</source>
        <translation>测算首次训练在这台电脑上需要多久</translation>
    </message>
</context>
<context>
    <name>WayDesk</name>
    <message>
        <source>Every image is decided.</source>
        <translation>所有图像都已决定。</translation>
    </message>
    <message>
        <source>Every image is tagged.</source>
        <translation>所有图像都已标注。</translation>
    </message>
    <message>
        <source>Shift+1, Shift+2 … tag the image with a class; Shift+0 says it has no defect.</source>
        <translation>Shift+1、Shift+2 … 为图像标注类别；Shift+0 表示没有缺陷。</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Training cannot start yet</source>
        <translation>训练暂时无法开始</translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>A project holds tags, decisions and masks of a folder of images. A bare folder can be looked at right away; the first thing you save makes it a project.</source>
        <translation>项目包含一个图像文件夹的标签、决定和掩膜。普通文件夹可以直接查看；首次保存时会建立项目。</translation>
    </message>
    <message>
        <source>Look around in a demonstration</source>
        <translation>在演示中看看</translation>
    </message>
    <message>
        <source>New project …</source>
        <translation>新建项目 …</translation>
    </message>
    <message>
        <source>Open image folder …</source>
        <translation>打开图像文件夹 …</translation>
    </message>
    <message>
        <source>Open images to begin</source>
        <translation>打开图像以开始</translation>
    </message>
    <message>
        <source>Open project …</source>
        <translation>打开项目 …</translation>
    </message>
    <message>
        <source>or drop a folder here</source>
        <translation>或将文件夹拖放到此处</translation>
    </message>
</context>
<context>
    <name>_ClassSection</name>
    <message>
        <source>Back to automatic</source>
        <translation>恢复自动</translation>
    </message>
    <message>
        <source>No picture shows this class: use plain contrast for it</source>
        <translation>没有图能显示此类别：对它使用普通对比度</translation>
    </message>
    <message>
        <source>None of these</source>
        <translation>都不用</translation>
    </message>
    <message>
        <source>Take again what the tags chose</source>
        <translation>重新采用标签的选择</translation>
    </message>
</context>
<context>
    <name>_Delegate</name>
    <message>
        <source>accepted</source>
        <translation>已接受</translation>
    </message>
    <message>
        <source>needs fix</source>
        <translation>待修正</translation>
    </message>
    <message>
        <source>no defect</source>
        <translation>无缺陷</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>to do</source>
        <translation>未决定</translation>
    </message>
    <message>
        <source>{}, edited</source>
        <translation>{}，已编辑</translation>
    </message>
</context>
<context>
    <name>_FolderRow</name>
    <message>
        <source>Choose where {} is now</source>
        <translation>选择 {} 现在的位置</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>选择 …</translation>
    </message>
    <message>
        <source>Looking …</source>
        <translation>正在查找 …</translation>
    </message>
    <message>
        <source>Missing: {} …</source>
        <translation>缺少：{} …</translation>
    </message>
    <message>
        <source>None of the {} images that the project knows is here.</source>
        <translation>项目已知的 {} 张图像都不在此处。</translation>
    </message>
    <message>
        <source>They are in {}.</source>
        <translation>它们在 {} 中。</translation>
    </message>
    <message>
        <source>Where is it now?</source>
        <translation>现在在哪里？</translation>
    </message>
    <message>
        <source>Where {} is now</source>
        <translation>{} 现在的位置</translation>
    </message>
    <message>
        <source>{} has another size than its mask: are these the right images?</source>
        <translation>{} 的大小与其掩膜不同：这些是正确的图像吗？</translation>
    </message>
    <message>
        <source>{} images are here. The project knows none of them yet.</source>
        <translation>此处有 {} 张图像。项目还不认识其中任何一张。</translation>
    </message>
    <message>
        <source>{} of {} images that the project knows are here.</source>
        <translation>项目已知的图像中有 {} / {} 张在此处。</translation>
    </message>
</context>
<context>
    <name>_Pair</name>
    <message>
        <source>{} with its saliency map</source>
        <translation>{} 及其显著图</translation>
    </message>
</context>
<context>
    <name>_Row</name>
    <message>
        <source>Stop: {}</source>
        <translation>停止：{}</translation>
    </message>
    <message>
        <source>{}: stopping …</source>
        <translation>{}：正在停止 …</translation>
    </message>
</context>
</TS>
